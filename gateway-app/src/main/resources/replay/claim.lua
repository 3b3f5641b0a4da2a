-- One early hello: is it the first of its kind? One atomic step, by this server's clock alone.
--
-- KEYS[1] the hello, KEYS[2] since when this memory is whole
-- ARGV[1] when the hello was sent, ARGV[2] how far either way it is fresh, ARGV[3] how long after it was sent it is remembered;
-- milliseconds. All three are facts of the hello: whoever asks about it says the same
-- Returns 1 first, 0 seen, -1 not fresh, -2 the memory does not reach back far enough
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local sent, window, remembered = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])

-- A server that was restarted, that took over from another, or that was set back to what it was may lack the last records, whatever it
-- kept on disk or copied: each of these changes one of the two names.
local run = string.sub(string.match(redis.call('INFO', 'server'), 'run_id:(%x+)'), 1, 20)
    .. string.sub(string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)'), 1, 20)
local known = redis.call('GET', KEYS[2])
local since, latest
if known then
  since, latest = string.match(known, '^' .. run .. ' (%d+) (%d+)$')
  since, latest = tonumber(since), tonumber(latest)
end
-- A clock that ran ahead has made records end before their time: when it comes back, the memory begins anew.
if not since or now + 1000 < latest then
  since = now
  redis.call('SET', KEYS[2], run .. ' ' .. string.format('%.0f', now) .. ' ' .. string.format('%.0f', now))
end

if math.abs(sent - now) > window then
  return -1
end
-- RFC 9846 8.2: reject 0-RTT as long as any portion of the recording window overlaps the startup time. Its own window: under a wider one
-- this hello was never judged, for its ticket brings early data under the window that it was issued under alone.
if sent - window <= since then
  return -2
end
if redis.call('SET', KEYS[1], '', 'NX', 'PX', string.format('%.0f', sent + remembered - now)) then
  return 1
end
return 0
