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

-- Forgets other runners that have not said in time that they live, and ends the transactions in which they were stopped.
create or replace function read.bury(me uuid) returns void language plpgsql as
$$
declare dead uuid;
begin
    for dead in delete from read.runner where until < clock_timestamp() and id is distinct from me returning id loop
        perform pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'projections ' || dead and usename = current_user and pid <> pg_backend_pid();
    end loop;
end
$$;

-- A process says that it lives, and which versions of which read models it knows. One that takes builds by name alone knows none.
create or replace function read.say_alive(me uuid, knows text[], lease interval) returns void language plpgsql as
$$
begin
    perform read.bury(me);
    insert into read.runner (id, known, until) values (me, knows, clock_timestamp() + lease)
    on conflict (id) do update set known = excluded.known, until = excluded.until;
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

-- Begins a rebuild of a version, or takes up one that was interrupted.
create or replace function read.begin_build(model text, code integer, hiding boolean, me uuid) returns setof read.projection language plpgsql as
$$
declare begun read.projection;
declare number integer;
begin
    perform pg_advisory_xact_lock(hashtextextended('read.begin_build ' || model, 0));
    perform read.bury(me);
    -- Without a lock: one that was stopped and is not known to be dead yet may hold the row.
    select * into begun from read.projection where name = model and version = code and not built order by build desc limit 1;
    if not found then
        select coalesce(max(build), 0) + 1 into number from read.projection where name = model and version = code;
        insert into read.projection (storage, name, version, build, live, built, hides, position)
        values (replace(model, '-', '_') || '_v' || code || case when number = 1 then '' else '_' || number end,
            model, code, number, false, false, hiding, 0)
        returning * into begun;
    elsif begun.owner is distinct from me and read.is_alive(begun.owner) then
        raise exception 'Another rebuild of % is at work.', model using errcode = 'RM002';
    end if;

    perform pg_notify('read_builds', model);
    return query update read.projection set owner = me, epoch = nextval('read.epoch'), halt = null where storage = begun.storage returning *;
end
$$;

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

-- Lets another build serve, in one transaction and without waiting for the caller in between. The answer is what became of it:
-- switched, serves, missing, building, halted or behind.
create or replace function read.switch(target text, though_behind boolean) returns text language plpgsql set lock_timeout = '100ms' as
$$
declare chosen read.projection;
declare serving read.projection;
begin
    perform from read.projection where name = (select name from read.projection where storage = target) order by storage for update;
    select * into chosen from read.projection where storage = target;
    select * into serving from read.projection where name = chosen.name and live;
    case
        when chosen is null then return 'missing';
        when chosen.live then return 'serves';
        when not chosen.built then return 'building';
        when chosen.position < serving.position and not though_behind then return case when chosen.halt is null then 'behind' else 'halted' end;
        else
            update read.projection set live = false, replaced_at = clock_timestamp() where storage = serving.storage;
            update read.projection set live = true, replaced_at = null where storage = target;
            perform read.show(chosen.name);
            return 'switched';
    end case;
end
$$;

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

-- Lets a version of a read model pass over the event that it halts at. The answer is whether a build of it halts there.
create or replace function read.skip(model text, there bigint, why text, who text) returns boolean language plpgsql as
$$
begin
    insert into read.skipped (name, version, position, stream, revision, type, fault, reason, skipped_by)
    select distinct on (version) name, version, there, halt ->> 'stream', (halt ->> 'revision')::bigint, halt ->> 'type', halt ->> 'reason', why, who
    from read.projection where name = model and (halt ->> 'position')::bigint = there
    order by version, build
    on conflict do nothing;
    update read.projection set halt = null where storage in (
        select build.storage from read.projection build
        where build.name = model and (build.halt ->> 'position')::bigint = there order by build.storage for update);
    if found then
        perform pg_notify('read_builds', model);
        return true;
    end if;

    return false;
end
$$;
