-- include storage/clock.lua
-- Sessions of the desk. KEYS[1]: the desk. ARGV: the clock's skew in ms, act, digest of the secret, whose session,
-- idle ms, longest ms. The act is 'open', 'close', 'who', which renews the session, or 'peek', which does not.
-- Returns whose session it is, or ''.
local act, idle = ARGV[2], tonumber(ARGV[5])
local session = KEYS[1] .. ':session:' .. ARGV[3]

if act == 'open' then
  redis.call('HSET', session, 'whose', ARGV[4], 'ends', NOW + ARGV[6], 'idle', NOW + idle)
  redis.call('PEXPIRE', session, idle)
  return ARGV[4]
end
if act == 'close' then
  redis.call('DEL', session)
  return ''
end
local f = redis.call('HMGET', session, 'whose', 'ends', 'idle')
if not f[1] or NOW >= tonumber(f[2]) or NOW >= tonumber(f[3]) then
  redis.call('DEL', session)
  return ''
end
if act == 'who' then
  redis.call('HSET', session, 'idle', NOW + idle)
  redis.call('PEXPIRE', session, idle)
end
return f[1]
