-- Lays a ticket on the shelf, bound to this run of this server. A client that lost its connection sends this again, and the ticket may have
-- been taken meanwhile: what lay here lately is not laid here twice.
--
-- KEYS[1] the ticket, KEYS[2] every ticket of this slot by when it ends
-- ARGV[1] its sealed state, ARGV[2] how long it may lie there, milliseconds, ARGV[3] how many may lie in this slot
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
-- As in claim.lua.
local run = string.sub(string.match(redis.call('INFO', 'server'), 'run_id:(%x+)'), 1, 20)
    .. string.sub(string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)'), 1, 20)
if not redis.call('SET', KEYS[1], run .. ARGV[1], 'NX', 'PX', ARGV[2]) then
  return 0
end
redis.call('ZADD', KEYS[2], string.format('%.0f', now + ARGV[2]), KEYS[1])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', string.format('%.0f', now))
-- Whoever connects again and again and never comes back fills no Redis: those that would end first make room.
while redis.call('ZCARD', KEYS[2]) > tonumber(ARGV[3]) do
  redis.call('DEL', redis.call('ZPOPMIN', KEYS[2])[1])
end
return 1
