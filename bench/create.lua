-- wrk: creates problems through the API, each with an idempotency key of its own.
local csrf = os.getenv("BENCH_CSRF")
local thread_count = 0
function setup(thread)
  thread:set("thread_number", thread_count)
  thread_count = thread_count + 1
end
local n = 0
function init() start = os.time() end
function request()
  n = n + 1
  local key = string.format("bench-%d-%d-%d", start, thread_number, n)
  local body = string.format('{"subject":"Brake pads came without their pins","text":"Order %d, three weeks ago. Could you send them by Friday?","customer_address":"c%d.%d@load.example","customer_name":"Customer %d","channel":"phone"}', n, thread_number, n, n)
  return wrk.format("POST", "/api/v1/tickets", { ["Content-Type"] = "application/json", ["Cookie"] = os.getenv("BENCH_COOKIE"), ["X-CSRF"] = csrf, ["Idempotency-Key"] = key }, body)
end
refused = 0
function response(status) if status ~= 201 then refused = refused + 1 end end
threads = {}
local setup_thread = setup
function setup(thread) setup_thread(thread); table.insert(threads, thread) end
function done(summary)
  local total = 0
  for _, thread in ipairs(threads) do total = total + (thread:get("refused") or 0) end
  io.write(string.format("refused %d\nper_s %.1f\n", total, summary.requests / (summary.duration / 1e6)))
end
