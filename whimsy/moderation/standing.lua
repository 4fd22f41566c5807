-- include storage/clock.lua
-- Returns what Redis knows of a visitor and an address. KEYS: mark, visitor's facts, address's facts. ARGV: the clock's skew in ms.
-- Returns the time in ms, whether all is known here ('1'), then the facts.
local answer = {NOW, redis.call('EXISTS', KEYS[1]) == 1 and '1' or '0'}
for i = 2, 3 do
  for _, fact in ipairs(redis.call('HVALS', KEYS[i])) do answer[#answer + 1] = fact end
end
return answer
