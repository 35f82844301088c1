-- What is done to builds: each function is one call and one transaction, so that a caller that is stopped holds up nobody. Runs after ReadTables.sql.
create or replace function read.is_alive(who uuid) returns boolean language sql volatile as
$$ select exists (select from read.runner where id = who and until > clock_timestamp()) $$;

-- Which of the living runners that know a version follows it: chosen by hash, so that all see the same and the load is shared.
create or replace function read.heir(model text, code integer) returns uuid language sql volatile as
$$
    select id from read.runner
    where until > clock_timestamp() and model || ' v' || code = any (known)
    order by md5(id::text || model), id limit 1
$$;

-- Forgets other runners that have not said in time that they live, and ends the transactions in which they were stopped. One that somebody
-- else has just taken hold of is being buried by them, or says that it lives: nobody waits for anybody here.
create or replace function read.bury(me uuid) returns void language plpgsql as
$$
declare dead uuid;
begin
    for dead in
        delete from read.runner where id in (
            select id from read.runner where until < clock_timestamp() and id is distinct from me for update skip locked)
        returning id
    loop
        perform pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'projections ' || dead and usename = current_user and pid <> pg_backend_pid();
    end loop;
end
$$;

-- A process says that it lives, and which versions of which read models it knows. One that takes builds by name alone knows none.
create or replace function read.say_alive(me uuid, knows text[], lease interval) returns void language plpgsql as
$$
begin
    -- Itself first: who had buried others before, and then waited for who buried it, would wait in a circle with them.
    insert into read.runner (id, known, until) values (me, knows, clock_timestamp() + lease)
    on conflict (id) do update set known = excluded.known, until = excluded.until;
    perform read.bury(me);
end
$$;

-- A runner says that it lives and what it knows, gives up what another is to follow, takes what it is to follow, and is told what it has.
create or replace function read.beat(me uuid, knows text[], lease interval) returns setof read.projection language plpgsql as
$$
begin
    perform read.say_alive(me, knows, lease);
    update read.projection set owner = null where storage in (
        select build.storage from read.projection build
        where build.owner = me and build.built and (build.paused or read.heir(build.name, build.version) is distinct from me)
        order by build.storage for update);
    if found then
        perform pg_notify('read_builds', '');
    end if;

    update read.projection set owner = me, epoch = nextval('read.epoch') where storage in (
        select build.storage from read.projection build
        where build.owner is distinct from me and build.built and not build.paused
            and read.heir(build.name, build.version) = me and not read.is_alive(build.owner)
        order by build.storage for update);
    return query select * from read.projection build where build.owner = me and build.built and not build.paused order by build.storage;
end
$$;

-- A runner that ends leaves its builds to the others at once.
create or replace function read.leave(me uuid) returns void language plpgsql as
$$
begin
    delete from read.runner where id = me;
    update read.projection set owner = null where storage in (
        select build.storage from read.projection build where build.owner = me order by build.storage for update);
    perform pg_notify('read_builds', '');
end
$$;

-- Takes one build, unless a living runner has it. The answer is the epoch to write with, or null.
create or replace function read.take(wanted text, me uuid) returns bigint language plpgsql as
$$
declare taken bigint;
begin
    perform read.bury(me);
    update read.projection set owner = me, epoch = nextval('read.epoch')
    where storage = wanted and (owner = me or not read.is_alive(owner)) returning epoch into taken;
    return taken;
end
$$;

-- Moves checkpoints, all or none. Who is not (any more) the owner of one, or does not know where it stands, moves none.
create or replace function read.move_checkpoints(
    storages text[], epochs bigint[], origins bigint[], targets bigint[], halts jsonb[], counts bigint[]) returns void language plpgsql as
$$
declare moved integer;
begin
    perform from read.projection where storage = any (storages) order by storage for update;
    update read.projection as build
    set position = step.target, halt = step.halt, events = build.events + step.events
    from unnest(storages, epochs, origins, targets, halts, counts) as step (storage, epoch, origin, target, halt, events)
    where build.storage = step.storage and build.epoch = step.epoch and build.position = step.origin and not (build.built and build.paused);
    get diagnostics moved = row_count;
    if moved <> cardinality(storages) then
        raise exception '% of % checkpoints are not this runner''s to move', cardinality(storages) - moved, cardinality(storages) using errcode = 'RM001';
    end if;
end
$$;

-- Readers read the view that is named after the read model; it shows the build that serves.
create or replace function read.show(model text) returns void language plpgsql as
$$
declare serving read.projection;
begin
    select * into strict serving from read.projection where name = model and live;
    execute format(
        'create or replace view read.%I as select id, data, %s as served from read.%I',
        replace(model, '-', '_'), case when serving.hides then 'data - ''hidden''' else 'data' end, 'mt_doc_' || serving.storage);
    perform pg_notify('read_builds', model);
end
$$;

-- A build whose table was lost begins again. Nobody can write it meanwhile: its epoch is new.
create or replace function read.begin_again(lost text) returns void language plpgsql as
$$
declare model text;
begin
    update read.projection set position = 0, events = 0, halt = null, epoch = nextval('read.epoch')
    where storage = lost and position > 0 returning name into model;
    if found then
        delete from read.projection_link where storage = lost;
        perform pg_notify('read_builds', model);
    end if;
end
$$;

-- Begins a rebuild of a version, or takes up one that was interrupted. What another build of the program began is dropped: two
-- definitions may have the same version while it has not served, and what both have folded is neither's.
create or replace function read.begin_build(model text, code integer, hiding boolean, me uuid, by_program text)
returns setof read.projection language plpgsql as
$$
declare begun read.projection;
declare number integer;
begin
    perform pg_advisory_xact_lock(hashtextextended('read.begin_build ' || model, 0));
    perform read.bury(me);
    -- Without a lock: one that was stopped and is not known to be dead yet may hold the row.
    select * into begun from read.projection where name = model and version = code and not built order by build desc limit 1;
    if begun.owner is distinct from me and read.is_alive(begun.owner) then
        raise exception 'Another rebuild of % is at work.', model using errcode = 'RM002';
    elsif begun.program is distinct from by_program and begun.storage is not null then
        perform read.drop_build(begun.storage);
        begun := null;
    end if;

    if begun.storage is null then
        select coalesce(max(build), 0) + 1 into number from read.projection where name = model and version = code;
        insert into read.projection (storage, name, version, build, live, built, hides, position, program)
        values (replace(model, '-', '_') || '_v' || code || case when number = 1 then '' else '_' || number end,
            model, code, number, false, false, hiding, 0, by_program)
        returning * into begun;
    elsif to_regclass('read.mt_doc_' || begun.storage) is null then
        perform read.begin_again(begun.storage);
    end if;

    perform pg_notify('read_builds', model);
    return query update read.projection set owner = me, epoch = nextval('read.epoch'), halt = null, hides = hides or hiding
        where storage = begun.storage returning *;
end
$$;

-- Begins a rebuild of each of these versions: of all, or of none where a rebuild of one is at work.
create or replace function read.begin_builds(models text[], codes integer[], hidings boolean[], me uuid, programs text[])
returns setof read.projection language plpgsql as
$$
declare wanted record;
begin
    -- In one order everywhere, so that two that begin at once do not wait for each other.
    for wanted in select * from unnest(models, codes, hidings, programs) as version (model, code, hiding, program) order by model loop
        return query select * from read.begin_build(wanted.model, wanted.code, wanted.hiding, me, wanted.program);
    end loop;
end
$$;

-- What older programs call, which do not say who they are.
create or replace function read.begin_build(model text, code integer, hiding boolean, me uuid)
returns setof read.projection language sql volatile as
$$ select * from read.begin_build(model, code, hiding, me, null) $$;

create or replace function read.begin_builds(models text[], codes integer[], hidings boolean[], me uuid)
returns setof read.projection language sql volatile as
$$ select * from read.begin_builds(models, codes, hidings, me, array[]::text[]) $$;

-- Hands a rebuilt build over to the runners, once it has come as far as the one that serves. The answer is whether it has.
create or replace function read.finish_build(finished text, mine bigint) returns boolean language plpgsql as
$$
declare model text;
begin
    select name into model from read.projection where storage = finished;
    perform from read.projection where name = model order by storage for update;
    update read.projection as build set built = true, owner = null, paused = serving.paused
    from read.projection serving
    where build.storage = finished and build.epoch = mine and build.halt is null
        and serving.name = model and serving.live and build.position >= serving.position;
    if found then
        perform pg_notify('read_builds', model);
        return true;
    end if;

    if not exists (select from read.projection where storage = finished and epoch = mine) then
        raise exception 'The build % is another process''s now', finished using errcode = 'RM001';
    end if;

    return false;
end
$$;

-- Takes hold of a view alone, which changes nothing about it; "lock table" would take hold of the build's table, too. Who is to change a
-- view and rows does this first, so that the wait for readers of the view is over before it holds rows that writers need.
create or replace function read.hold_view(model text) returns void language plpgsql as
$$
begin
    execute format('alter view if exists read.%I alter column data drop default', replace(model, '-', '_'));
end
$$;

-- From now on what a build holds and is never to be served is not served.
create or replace function read.hide(hiding text) returns void language plpgsql set lock_timeout = '100ms' as
$$
declare build read.projection;
begin
    perform read.hold_view(name) from read.projection where storage = hiding;
    update read.projection set hides = true where storage = hiding returning * into build;
    if build.live then
        perform read.show(build.name);
    end if;
end
$$;

-- What keeps a build from serving, or from having to be switched to: missing, serves, building, older (than the version that serves, and
-- nobody asked to go back), unfollowed (whoever runs knows the version that serves, and not this one), halted or behind; null if nothing does.
drop function if exists read.hindrance(text, boolean);
create or replace function read.hindrance(target text, though_behind boolean, going_back boolean) returns text language sql volatile as
$$
    select case
        when build.storage is null then 'missing'
        when build.live then 'serves'
        when not build.built then 'building'
        when not going_back and build.version < serving.version then 'older'
        when not though_behind and read.heir(build.name, build.version) is null and read.heir(build.name, serving.version) is not null then 'unfollowed'
        when build.position < serving.position and not though_behind then case when build.halt is null then 'behind' else 'halted' end
    end
    from (select target as storage) wanted
    left join read.projection build using (storage)
    left join read.projection serving on serving.name = build.name and serving.live
$$;

-- Lets another build serve, in one transaction and without waiting for the caller in between. The answer is switched, or what hinders it.
-- Versions that readers leave for an older one are withdrawn, until they serve again.
create or replace function read.switch(target text, though_behind boolean, going_back boolean)
returns text language plpgsql set lock_timeout = '100ms' as
$$
declare model text;
declare hindered text;
begin
    hindered := read.hindrance(target, though_behind, going_back);
    if hindered is null then
        select name into model from read.projection where storage = target;
        perform read.hold_view(model);
        perform from read.projection where name = model order by storage for update;
        hindered := read.hindrance(target, though_behind, going_back);
    end if;

    if hindered is not null then
        return hindered;
    end if;

    insert into read.withdrawn (name, version)
    select distinct name, left_behind.version from read.projection left_behind join read.projection build using (name)
    where build.storage = target and left_behind.version > build.version and (left_behind.live or left_behind.replaced_at is not null)
    on conflict (name, version) do update set withdrawn_at = excluded.withdrawn_at;
    delete from read.withdrawn using read.projection build
    where build.storage = target and withdrawn.name = build.name and withdrawn.version = build.version;
    update read.projection set live = false, replaced_at = clock_timestamp() where name = model and live;
    update read.projection set live = true, replaced_at = null where storage = target;
    perform read.show(model);
    return 'switched';
end
$$;

-- What older programs call, which do not say whether they go back.
create or replace function read.switch(target text, though_behind boolean) returns text language sql volatile as
$$ select read.switch(target, though_behind, true) $$;

-- Removes all that belongs to a build which does not serve. The answer is what became of it: dropped, serves, missing or building.
create or replace function read.drop_build(unwanted text) returns text language plpgsql set lock_timeout = '100ms' as
$$
declare build read.projection;
declare made record;
begin
    perform read.bury(null);
    select * into build from read.projection where storage = unwanted for update;
    case
        when not found then return 'missing';
        when build.live then return 'serves';
        when not build.built and read.is_alive(build.owner) then return 'building';
        else
            delete from read.projection where storage = unwanted;
            delete from read.projection_link where storage = unwanted;
            execute format('drop table if exists read.%I', 'mt_doc_' || unwanted);
            for made in
                select oid::regprocedure as signature from pg_proc
                where pronamespace = 'read'::regnamespace
                    and proname in ('mt_upsert_' || unwanted, 'mt_insert_' || unwanted, 'mt_update_' || unwanted, 'mt_overwrite_' || unwanted)
            loop
                execute format('drop function %s', made.signature);
            end loop;
            perform pg_notify('read_builds', build.name);
            return 'dropped';
    end case;
end
$$;

-- Removes a read model whole, also what serves; what people let it pass over stays on record. The answer is dropped, missing, or followed
-- where somebody who runs knows it or is at a rebuild of it.
create or replace function read.drop_model(unwanted text) returns text language plpgsql set lock_timeout = '100ms' as
$$
begin
    perform read.bury(null);
    perform read.hold_view(unwanted);
    perform from read.projection where name = unwanted order by storage for update;
    if not found then
        return 'missing';
    elsif exists (select from read.runner cross join unnest(known) as version where split_part(version, ' v', 1) = unwanted)
        or exists (select from read.projection where name = unwanted and read.is_alive(owner)) then
        return 'followed';
    end if;

    execute format('drop view if exists read.%I', replace(unwanted, '-', '_'));
    update read.projection set live = false where name = unwanted;
    perform read.drop_build(storage) from read.projection where name = unwanted;
    delete from read.withdrawn where name = unwanted;
    return 'dropped';
end
$$;

-- Holds the builds of a read model where they stand, or lets them follow the log again.
create or replace function read.pause(model text, held boolean) returns void language plpgsql as
$$
begin
    update read.projection set paused = held where storage in (
        select build.storage from read.projection build where build.name = model order by build.storage for update);
    perform pg_notify('read_builds', model);
end
$$;

-- Lets a version of a read model pass over the event that it halts at, unless a build of the version has taken it: its builds would differ
-- from then on. Who was about to take it does not: the epoch is new. The answer is whether a build halts there that may pass over it.
create or replace function read.skip(model text, there bigint, why text, who text) returns boolean language plpgsql set lock_timeout = '100ms' as
$$
begin
    perform from read.projection where name = model order by storage for update;
    insert into read.skipped (name, version, position, stream, revision, type, fault, reason, skipped_by)
    select distinct on (version) name, version, there, halt ->> 'stream', (halt ->> 'revision')::bigint, halt ->> 'type', halt ->> 'reason', why, who
    from read.projection build where name = model and (halt ->> 'position')::bigint = there
        and not exists (select from read.projection taken where taken.name = model and taken.version = build.version and taken.position >= there)
    order by version, build.build
    on conflict do nothing;
    update read.projection build set halt = null, epoch = case when built then nextval('read.epoch') else epoch end
    where build.name = model and (build.halt ->> 'position')::bigint = there
        and exists (select from read.skipped where skipped.name = model and skipped.version = build.version and skipped.position = there);
    if found then
        perform pg_notify('read_builds', model);
        return true;
    end if;

    return false;
end
$$;
