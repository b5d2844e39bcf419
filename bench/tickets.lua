-- wrk: one ticket after the other, by chance, of those whose ids stand in BENCH_TICKETS.
local paths = {}
for id in os.getenv("BENCH_TICKETS"):gmatch("%d+") do
  paths[#paths + 1] = "/api/v1/tickets/" .. id
end

request = function()
  return wrk.format("GET", paths[math.random(#paths)])
end
