-- Lays a ticket on the shelf, bound to this run of this server. A client that lost its connection sends this again, and the ticket may have
-- been taken meanwhile: what lay here once is not laid here twice.
--
-- KEYS[1] the ticket
-- ARGV[1] its sealed state, ARGV[2] how long it may lie there, milliseconds
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
if redis.call('SET', KEYS[1], run .. ARGV[1], 'NX', 'PX', ARGV[2]) then
  return 1
end
return 0
