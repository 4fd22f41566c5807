-- include rooms/side.lua
-- What a report about the other side of a room carries.

-- The last messages of a room, oldest first, as a report carries them; of whoever asked, the question.
local function last_texts(room, seat, many, other)
  if other == 'q' then
    local f = redis.call('HMGET', key('room', room), 'question', 'opened')
    return {{seq = 2, at = tonumber(f[2]), mine = false, text = f[1]}}
  end
  local log, said = redis.call('LRANGE', key('log', room), 0, -1), {}
  for i = #log, 1, -1 do
    if #said == many then break end
    local entry = cjson.decode(log[i])
    if entry.kind == 'text' then
      table.insert(said, 1, {seq = entry.seq, at = entry.at, mine = entry.seat == seat, text = entry.text})
    end
  end
  return said
end
