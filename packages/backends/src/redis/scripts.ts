/**
 * Lua, run by the server in one piece. Headers are 16 bytes, epoch and offset as big-endian doubles, and are compared
 * as bytes: nothing is parsed.
 */

/** Lua's own `<` goes by the server's locale, where "a" may come before "Y". */
const BELOW = `
local function below(a, b)
  for i = 1, math.min(#a, #b) do
    local x, y = string.byte(a, i), string.byte(b, i)
    if x ~= y then return x < y end
  end
  return #a < #b
end
`;

/**
 * KEYS: mark, then for each write taste, slate, pending, sockets.
 * ARGV: expected mark, next mark, now (ms), channel prefix, count, then for each write: expected header, header, kept bytes,
 * record from there on, drops slate (1/0), erases (1/0), listener, notice.
 *
 * What is kept of a record is not sent and not copied: the rest is written behind it, in place.
 * Pending acts have one score: their members begin with the header, so that they are in the order of their positions, of
 * older logs too. No event begins with the byte 255.
 */
export const SAVE_TASTES = `
if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
local count = tonumber(ARGV[5])
for i = 0, count - 1 do
  local key, arg = 2 + i * 4, 6 + i * 8
  if redis.call('GETRANGE', KEYS[key], 0, 15) ~= ARGV[arg] then return 1 end
  if ARGV[arg + 2] ~= '0' and redis.call('STRLEN', KEYS[key]) < 16 + ARGV[arg + 2] then return 1 end
end
redis.call('SET', KEYS[1], ARGV[2])
for i = 0, count - 1 do
  local key, arg = 2 + i * 4, 6 + i * 8
  local header, keeps, record = ARGV[arg + 1], tonumber(ARGV[arg + 2]), ARGV[arg + 3]
  if keeps == 0 then redis.call('SET', KEYS[key], header .. record)
  elseif redis.call('STRLEN', KEYS[key]) > 16 + keeps + #record then
    redis.call('SET', KEYS[key], header .. redis.call('GETRANGE', KEYS[key], 16, 15 + keeps) .. record)
  else
    redis.call('SETRANGE', KEYS[key], 0, header)
    redis.call('SETRANGE', KEYS[key], 16 + keeps, record)
  end
  if ARGV[arg + 4] == '1' or ARGV[arg + 5] == '1' then redis.call('DEL', KEYS[key + 1]) end
  if ARGV[arg + 5] == '1' then redis.call('DEL', KEYS[key + 2])
  else redis.call('ZREMRANGEBYLEX', KEYS[key + 2], '-', '[' .. header .. '\\255') end
  local seen = {}
  for _, member in ipairs(redis.call('ZRANGEBYSCORE', KEYS[key + 3], ARGV[3], '+inf')) do
    local instance = string.match(member, '^([^|]*)|')
    if instance and not seen[instance] then
      seen[instance] = true
      local listener = ARGV[arg + 6]
      redis.call('PUBLISH', ARGV[4] .. instance, string.char(#listener) .. listener .. ARGV[arg + 7])
    end
  end
end
return 2
`;

/** KEYS: mark, then each track. ARGV: expected mark, next mark, then each record. */
export const SAVE_TRACKS = `
if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2])
for i = 2, #KEYS do redis.call('SET', KEYS[i], ARGV[i + 1]) end
return 2
`;

/** Big-endian doubles above zero order as their bytes do. KEYS: taste, slate. ARGV: taste header or '', revision (24 bytes), value, ttl (s). */
export const PUT_SLATE = `${BELOW}
local taste = redis.call('GETRANGE', KEYS[1], 0, 15)
if taste ~= '' and (ARGV[1] == '' or below(ARGV[1], taste)) then return 0 end
local kept = redis.call('GETRANGE', KEYS[2], 0, 23)
if kept ~= '' and below(ARGV[2], kept) then return 0 end
redis.call('SET', KEYS[2], ARGV[3], 'EX', ARGV[4])
return 1
`;

/** KEYS: taste, pending. ARGV: header of the act, member, most, ttl (s). */
export const ADD_PENDING = `${BELOW}
local taste = redis.call('GETRANGE', KEYS[1], 0, 15)
if taste ~= '' and not below(taste, ARGV[1]) then return 0 end
redis.call('ZREMRANGEBYLEX', KEYS[2], '[' .. ARGV[1], '[' .. ARGV[1] .. '\\255')
redis.call('ZADD', KEYS[2], 0, ARGV[2])
redis.call('ZREMRANGEBYRANK', KEYS[2], 0, -(tonumber(ARGV[3]) + 1))
redis.call('EXPIRE', KEYS[2], ARGV[4])
return 1
`;

/** KEYS: the window. ARGV: limit, window (ms). Gives 0, or the ms to wait. */
export const TAKE_LIMIT = `
local taken = redis.call('INCR', KEYS[1])
if taken == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
if taken <= tonumber(ARGV[1]) then return 0 end
return math.max(1, redis.call('PTTL', KEYS[1]))
`;
