-- include rooms/room.lua
-- All a view of this tab needs. ARGV: limits, tab.
return snapshot(record(ARGV[2]))
