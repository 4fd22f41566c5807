-- include storage/cell.lua
-- Renews the leases of many tabs of one process. ARGV: limits, touch ('1': renew TTLs too), tab, holder, tab, …
-- Returns the cell's epoch, then for each tab 'r<last seq> <room>' or 't <ticket>', by which a lost event is
-- noticed; 'away' if the lease was lost and the holder must attach again, 'displaced', or 'idle'.
local answers, touch = {epoch()}, ARGV[2] == '1'
if touch then redis.call('PEXPIRE', key('epoch'), HOUR) end
for i = 3, #ARGV, 2 do
  local tab, holder = ARGV[i], ARGV[i + 1]
  local f = redis.call('HMGET', key('tab', tab), 'holder', 'room', 'ticket', 'watched')
  local n = f[2] and (f[4] or redis.call('HGET', key('room', f[2]), 'n'))
  local answer = 'idle'
  if f[1] and f[1] ~= holder then
    answer = 'displaced'
  elseif redis.call('ZSCORE', LEASES, tab) then
    put(LEASES, NOW + LIMITS.lease, tab)
    if f[3] then
      answer = 't ' .. f[3]
    elseif n then
      answer = 'r' .. n .. ' ' .. f[2]
    end
    if touch then
      redis.call('PEXPIRE', key('tab', tab), HOUR)
      if f[2] then
        for _, kind in ipairs({'room', 'log', 'nonces'}) do
          redis.call('PEXPIRE', key(kind, f[2]), HOUR)
        end
      end
    end
  elseif redis.call('ZSCORE', AWAY, tab) then
    answer = 'away'
  elseif n then
    answer = 'r' .. n .. ' ' .. f[2]
  end
  answers[#answers + 1] = answer
end
return answers
