-- Since when is the memory of this slot whole, and may the server forget at will? Makes the memory begin where there is none, and notes how
-- far its clock has come.
--
-- KEYS[1] since when this memory is whole
-- ARGV[1] 'forget' when keys may have been evicted
-- Returns the time by this server's clock, since when it remembers, its eviction policy, and the name of its run
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
-- As in claim.lua.
local run = string.sub(string.match(redis.call('INFO', 'server'), 'run_id:(%x+)'), 1, 20)
    .. string.sub(string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)'), 1, 20)
local policy = string.match(redis.call('INFO', 'memory'), 'maxmemory_policy:([%w-]+)')
local known = redis.call('GET', KEYS[1])
local since, latest
if known then
  since, latest = string.match(known, '^' .. run .. ' (%d+) (%d+)$')
  since, latest = tonumber(since), tonumber(latest)
end
if not since or now + 1000 < latest or ARGV[1] == 'forget' or policy ~= 'noeviction' then
  since, latest = now, now
end
redis.call('SET', KEYS[1], run .. ' ' .. string.format('%.0f', since) .. ' '
    .. string.format('%.0f', math.max(now, latest)))
return string.format('%.0f', now) .. ' ' .. string.format('%.0f', since) .. ' ' .. policy .. ' ' .. run
