-- Could a step run now? Asked as one that may write: a replica, a server that is full, still loading or short of
-- replicas refuses it. Returns the server's clock: seconds, microseconds.
return redis.call('TIME')
