-- include rooms/spread.lua
-- Counts the rooms in which others ended a call with a visitor at once. KEYS[1]: the set. ARGV: window in ms, most, room.
return spread(KEYS[1], ARGV[3], ARGV[1], tonumber(ARGV[2]))
