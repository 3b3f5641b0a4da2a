-- Takes a ticket from the shelf, so that nobody else gets it.
--
-- KEYS[1] the ticket, KEYS[2] every ticket of this slot
-- ARGV[1] how long its place stays taken, milliseconds: longer than any client tries to lay it here
-- Returns its sealed state, or nothing
local kept = redis.call('GET', KEYS[1])
if not kept then
  return false
end
redis.call('SET', KEYS[1], 'taken', 'PX', ARGV[1])
redis.call('ZREM', KEYS[2], KEYS[1])
-- A server that was restarted, or that took over from another, may have a ticket back that was taken. As in claim.lua.
local run = string.sub(string.match(redis.call('INFO', 'server'), 'run_id:(%x+)'), 1, 20)
    .. string.sub(string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)'), 1, 20)
if string.sub(kept, 1, #run) ~= run then
  return false
end
return string.sub(kept, #run + 1)
