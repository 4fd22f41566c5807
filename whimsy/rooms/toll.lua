-- include storage/cell.lua
-- include visitors/pay.lua
-- include rooms/spread.lua
-- What a text costs its author. KEYS[2]: their budget; from KEYS[3] on: sets of the rooms each thing in it was said in.
-- ARGV from `first` on: uses and ms of the budget; ms and most rooms of a set; then for each set the room, and above
-- how many rooms it is a flood (0: never). Returns the ms to wait, or nil; how many rooms each set has; whether it is a flood.
local function toll(first)
  local wait = pay(KEYS[2], tonumber(ARGV[first]), tonumber(ARGV[first + 1]), NOW)
  if wait then return wait end
  local counts, flood, window, most = {}, false, ARGV[first + 2], tonumber(ARGV[first + 3])
  for i = 3, #KEYS do
    local at = first + 2 * i - 2
    local n, limit = spread(KEYS[i], ARGV[at], window, most), tonumber(ARGV[at + 1])
    counts[#counts + 1] = n
    flood = flood or (limit > 0 and n > limit)
  end
  return nil, counts, flood
end
