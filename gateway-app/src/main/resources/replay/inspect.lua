-- Since when is the memory of this slot whole, and may the server forget at will? Makes the memory begin where there is none.
--
-- KEYS[1] since when this memory is whole
-- ARGV[1] 'forget' when keys may have been evicted
-- Returns the time by this server's clock, since when it remembers, and its eviction policy
local time = redis.call('TIME')
local now = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
local policy = string.match(redis.call('INFO', 'memory'), 'maxmemory_policy:([%w-]+)')
local known = redis.call('GET', KEYS[1])
local since = known and string.match(known, '^' .. run .. ' (%d+)$')
if not since or ARGV[1] == 'forget' or policy ~= 'noeviction' then
  since = now
  redis.call('SET', KEYS[1], run .. ' ' .. now)
end
return now .. ' ' .. since .. ' ' .. policy
