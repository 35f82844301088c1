-- Idempotency within one stream: the same append again, at the revision that it expected, is answered as the first time. What stands
-- elsewhere is no answer any more, and no event is given back.
drop function log.append(text[], bigint[], int[], uuid[], text[], bytea[], bytea[]);
drop type log.answer;

-- What one append of a call came to, and the last revision and position of its events; with a conflict, the stream's last revision.
--   appended, repeated  now, or by the same append before
--   conflict            the stream is at another revision
--   elsewhere           an id is an event's of another stream
create type log.answer as (
    append    int,
    outcome   text,
    revision  bigint,
    position  bigint
);

-- Appends to many streams in one call, all in one transaction; each append goes through or not for itself.
--   streams, expected   one entry an append; a stream at most once; expected -2 any, -1 no events yet, else the last revision
--   appends             for each event, which append it belongs to (from 1), in order
--   ids … metadatas     for each event, what is recorded; an id at most once
-- The lock is held from here until the commit is visible, so that whoever takes it next sees all positions before its own. That makes
-- positions gapless in commit order, whatever is rolled back or killed, and lets readers do without waiting for stragglers.
-- The planner settings keep a plan made on a small log from reading all of a large one.
create function log.append(
    streams text[], expected bigint[], appends int[], ids uuid[], types text[], datas bytea[], metadatas bytea[])
returns setof log.answer
language plpgsql
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
#variable_conflict use_column
declare
    head bigint;
begin
    if current_setting('transaction_isolation') <> 'read committed' then
        raise exception 'log.append needs READ COMMITTED, not %: it must see what was committed before it got the lock.',
            current_setting('transaction_isolation');
    end if;

    perform pg_advisory_xact_lock(hashtextextended('log.append', 0));
    head := coalesce((select e.position from log.events e order by e.position desc limit 1), 0);

    return query
    with asked as materialized (
        select a.append::int as append, a.stream, a.expected,
               coalesce((select e.revision from log.events e where e.stream = a.stream order by e.revision desc limit 1), -1) as last
        from unnest(streams, expected) with ordinality as a (stream, expected, append)
    ),
    given as materialized (
        select g.append, g.id, g.type, g.data, g.metadata, g.number,
               g.number - min(g.number) over (partition by g.append) as place
        from unnest(appends, ids, types, datas, metadatas) with ordinality as g (append, id, type, data, metadata, number)
    ),
    earlier as materialized (
        select g.append, count(*) as found, max(e.revision) as revision, max(e.position) as position, bool_and(e.stream = a.stream) as here,
               case when a.expected = -2 then min(e.revision - g.place) = max(e.revision - g.place)
                    else bool_and(e.revision - g.place = a.expected + 1) end as in_a_row
        from given g
        join asked a on a.append = g.append
        join log.events e on e.event_id = g.id
        group by g.append, a.expected
    ),
    judged as materialized (
        select a.append, a.stream, a.last, r.revision, r.position,
               case
                   when not r.here then 'elsewhere'
                   when r.in_a_row and r.found = (select count(*) from given g where g.append = a.append) then 'repeated'
                   when r.found is null and a.expected in (-2, a.last) then 'appended'
                   else 'conflict'
               end as outcome
        from asked a
        left join earlier r on r.append = a.append
    ),
    placed as materialized (
        select g.append, j.stream, j.last + 1 + g.place as revision, head + row_number() over (order by g.number) as position,
               g.id, g.type, g.data, g.metadata
        from given g
        join judged j on j.append = g.append
        where j.outcome = 'appended'
    ),
    recorded as (
        insert into log.events (position, stream, revision, event_id, type, data, metadata)
        select p.position, p.stream, p.revision, p.id, p.type, p.data, p.metadata from placed p order by p.position
    ),
    ends as materialized (
        select p.append, max(p.revision) as revision, max(p.position) as position from placed p group by p.append
    )
    select j.append, j.outcome,
           case j.outcome when 'appended' then n.revision when 'repeated' then j.revision when 'conflict' then j.last end,
           case j.outcome when 'appended' then n.position when 'repeated' then j.position end
    from judged j
    left join ends n on n.append = j.append
    order by j.append;

    if exists (select from log.events e where e.position > head) then
        perform pg_notify('log_appended', (select max(e.position) from log.events e)::text);
    end if;
end
$$;
