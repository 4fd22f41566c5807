-- include storage/clock.lua
-- Counts a chat that a visitor left. KEYS[1]: the skips. ARGV: the clock's skew in ms; "short", "long" or "look"; how
-- many are free, window in ms, longest wait in ms. Returns how many short ones count now, and the ms to wait.
-- The window begins with the first skip. Once there are too many, it ends only after a window without one.
local what, free, window, longest = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local held = redis.call('HMGET', KEYS[1], 'n', 'until')
local n, till = tonumber(held[1] or 0), tonumber(held[2] or 0)
if what == 'short' then
  n = n + 1
  redis.call('HSET', KEYS[1], 'n', n)
  if n == 1 then redis.call('PEXPIRE', KEYS[1], window) end
  if n >= free then
    local wait = math.min(1000 * 2 ^ math.min(n - free + 1, 20), longest)
    till = NOW + wait
    redis.call('HSET', KEYS[1], 'until', string.format('%d', till))
    redis.call('PEXPIRE', KEYS[1], string.format('%d', wait + window))
  end
elseif what == 'long' and n > 0 then
  n = math.max(n - 2, 0)
  redis.call('HSET', KEYS[1], 'n', n)
end
return { n, math.max(0, till - NOW) }
