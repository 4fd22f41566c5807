-- include rooms/toll.lua
-- Pays for a text that was refused before it got here. ARGV: limits, then as `toll` has them.
-- Returns {'ok', counts…} or {'too_fast', ms}.
local wait, counts = toll(2)
if wait then return {'too_fast', wait} end
return {'ok', unpack(counts)}
