-- The log: every event of every stream, in one order.
-- Positions count from 1 without a gap, in the order in which transactions became visible (see log.append).
create table log.events (
    position  bigint primary key,
    stream    text collate "C" not null,
    revision  bigint not null,
    event_id  uuid not null unique,
    type      text collate "C" not null,
    data      bytea not null,
    metadata  bytea not null,
    unique (stream, revision)
);

comment on table log.events is 'The log. Rows are only ever added, and only by log.append.';

create function log.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'The log is never changed: % on log.events is refused.', tg_op;
end
$$;

create trigger never_changed before update or delete or truncate on log.events
    for each statement execute function log.refuse_change();

-- For people: the log as text. An index serves position, stream and event_id.
create view log.readable as
    select position, stream, revision, type,
           convert_from(data, 'UTF8')::jsonb as data,
           convert_from(metadata, 'UTF8')::jsonb as metadata,
           event_id
    from log.events;

-- What one append of a call came to. A recorded event is given where the outcome is 'elsewhere'.
create type log.answer as (
    append    int,
    outcome   text,
    stream    text,
    revision  bigint,
    position  bigint,
    event_id  uuid,
    type      text,
    data      bytea,
    metadata  bytea
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
        select g.append, count(*) as found, (array_agg(e.position order by g.place))[1] as first, max(e.revision) as revision, max(e.position) as position,
               bool_and(e.stream = a.stream) and min(e.revision - g.place) = max(e.revision - g.place) as in_a_row
        from given g
        join asked a on a.append = g.append
        join log.events e on e.event_id = g.id
        group by g.append
    ),
    judged as materialized (
        select a.append, a.stream, a.last, r.first, r.revision, r.position,
               case
                   when r.in_a_row and r.found = (select count(*) from given g where g.append = a.append) then 'repeated'
                   when r.found > 0 then 'elsewhere'
                   when a.expected in (-2, a.last) then 'appended'
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
    select j.append, j.outcome, e.stream,
           case j.outcome when 'appended' then n.revision when 'conflict' then j.last when 'repeated' then j.revision else e.revision end,
           case j.outcome when 'appended' then n.position when 'repeated' then j.position else e.position end,
           e.event_id, e.type, e.data, e.metadata
    from judged j
    left join ends n on n.append = j.append
    left join log.events e on j.outcome = 'elsewhere' and e.position = j.first
    order by j.append;

    if exists (select from log.events e where e.position > head) then
        perform pg_notify('log_appended', (select max(e.position) from log.events e)::text);
    end if;
end
$$;
