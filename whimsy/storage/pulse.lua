-- Tells whether a step could run now. It may write, so a replica refuses it, as does a server that is full, still
-- loading or short of replicas. Returns the server's clock: seconds, microseconds.
return redis.call('TIME')
