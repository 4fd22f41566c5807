-- Tells whether a search may begin. KEYS: pass, wanted. ARGV[1]: "1" if a proof is due in any case.
-- Returns 1, after it took a search from the pass if a proof is due, else 0.
if ARGV[1] ~= '1' and redis.call('EXISTS', KEYS[2]) == 0 then return 1 end
local left = tonumber(redis.call('GET', KEYS[1]) or 0)
if left < 1 then return 0 end
redis.call('SET', KEYS[1], left - 1, 'KEEPTTL')
return 1
