-- include storage/clock.lua
-- include visitors/pay.lua
-- Pays from a budget. KEYS[1]: the budget. ARGV: the clock's skew in ms, uses, ms they are meant for.
-- Returns 0 if paid, else the ms to wait.
return pay(KEYS[1], tonumber(ARGV[2]), tonumber(ARGV[3]), NOW) or 0
