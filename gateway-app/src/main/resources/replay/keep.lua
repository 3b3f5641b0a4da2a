-- Lays a ticket on the shelf, bound to this run of this server.
--
-- KEYS[1] the ticket
-- ARGV[1] its sealed state, ARGV[2] how long it may lie there, milliseconds
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
redis.call('SET', KEYS[1], run .. ARGV[1], 'PX', ARGV[2])
return 1
