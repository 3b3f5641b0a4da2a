-- Takes a ticket from the shelf, so that nobody else gets it.
--
-- KEYS[1] the ticket
-- Returns its sealed state, or nothing
local kept = redis.call('GET', KEYS[1])
if not kept then
  return false
end
-- Its place stays taken for as long as it would have lain there.
redis.call('SET', KEYS[1], 'taken', 'KEEPTTL')
-- A server that was restarted, or that took over from another, may have a ticket back that was taken.
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
if string.sub(kept, 1, #run) ~= run then
  return false
end
return string.sub(kept, #run + 1)
