-- One early hello: is it the first of its kind? One atomic step, by this server's clock alone.
--
-- KEYS[1] the hello, KEYS[2] since when this memory is whole; both in one slot of a cluster
-- ARGV[1] when the hello was sent, ARGV[2] how far either way it is fresh, ARGV[3] how long after it was sent it is remembered; milliseconds
-- Returns 1 first, 0 seen, -1 not fresh, -2 the memory does not reach back far enough
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local sent, window, remembered = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])

-- A server that was restarted, or that took over from another, may lack the last records, whatever it kept on disk or copied.
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
local known = redis.call('GET', KEYS[2])
local since = known and tonumber(string.match(known, '^' .. run .. ' (%d+)$'))
if not since then
  since = now
  redis.call('SET', KEYS[2], run .. ' ' .. string.format('%.0f', now))
end

if math.abs(sent - now) > window then
  return -1
end
-- RFC 9846 8.2: reject 0-RTT as long as any portion of the recording window overlaps the startup time
if sent - window <= since then
  return -2
end
if redis.call('SET', KEYS[1], '', 'NX', 'PX', string.format('%.0f', sent + remembered - now)) then
  return 1
end
return 0
