-- Sessions of the desk. KEYS[1]: the desk. ARGV: the clock's skew in ms, act, digest of the secret, moderator,
-- idle ms, longest ms. 'open', 'close', 'close_all', 'who', which renews it, or 'peek', which does not.
-- Returns the moderator or ''.
-- A session names the generation of its moderator's sessions: closing all of them is beginning a new one.
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000) + tonumber(ARGV[1])
local act, idle = ARGV[2], tonumber(ARGV[5])
local session = KEYS[1] .. ':session:' .. ARGV[3]

local function generation(name)
  return redis.call('GET', KEYS[1] .. ':generation:' .. name) or '0'
end

if act == 'open' then
  redis.call('HSET', session, 'name', ARGV[4], 'generation', generation(ARGV[4]), 'ends', now + ARGV[6], 'idle', now + idle)
  redis.call('PEXPIRE', session, idle)
  return ARGV[4]
end
if act == 'close_all' then
  local generations = KEYS[1] .. ':generation:' .. ARGV[4]
  redis.call('INCR', generations)
  redis.call('PEXPIRE', generations, 7 * 86400000)  -- longer than any session
  return ARGV[4]
end
if act == 'close' then
  redis.call('DEL', session)
  return ''
end
local f = redis.call('HMGET', session, 'name', 'generation', 'ends', 'idle')
if not f[1] or now >= tonumber(f[3]) or now >= tonumber(f[4]) or f[2] ~= generation(f[1]) then
  redis.call('DEL', session)
  return ''
end
if act == 'who' then
  redis.call('HSET', session, 'idle', now + idle)
  redis.call('PEXPIRE', session, idle)
end
return f[1]
