-- Open rooms with two breathing tabs in each, as claims and posts leave them, but many in one call.
-- ARGV: limits, first, last. The product's own steps come in front: the layout of the keys is theirs.
for i = tonumber(ARGV[2]), tonumber(ARGV[3]) do
  local room = string.format('text-%022d', i)
  local tabs = {string.format('full%027da', i), string.format('full%027db', i)}
  for _, tab in ipairs(tabs) do
    redis.call('HSET', key('tab', tab), 'holder', 'elsewhere/' .. i, 'person', 'p' .. tab, 'room', room)
    redis.call('PEXPIRE', key('tab', tab), HOUR)
    redis.call('SET', 'whimsy:{seat:p' .. tab .. '}', tab .. ' text', 'PX', HOUR)
    put(LEASES, NOW + HOUR, tab)
  end
  redis.call('HSET', key('room', room), 'a', tabs[1], 'b', tabs[2], 'pa', 'p' .. tabs[1], 'pb', 'p' .. tabs[2],
    'va', 'p' .. tabs[1], 'vb', 'p' .. tabs[2], 'ka', '', 'kb', '', 'opened', NOW)
  append(room, {kind = 'system', code = 'connected', seat = '', shared = {}})
  expire_room(room, HOUR)
end
return {'ok'}
