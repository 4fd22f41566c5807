-- include storage/cell.lua
-- Whether a reunion may still be. ARGV: limits, what names it. Returns {1}, or {0} after a block or its end.
return {redis.call('EXISTS', key('reunion', ARGV[2]))}
