-- The schema of the read models. Runs whole wherever neither it nor a newer one has run, by one process at a time; what is there already stays.
-- Who changes it, or ReadFunctions.sql, gives it a new number in ReadScript.cs.
create schema if not exists read;

-- One row for each build: a read model (name) in a version of its code, built from the log for the nth time (build), in tables of its own.
create table if not exists read.projection (
    storage text primary key,
    name text not null,
    version integer not null,
    live boolean not null,
    position bigint not null,
    halt jsonb);

alter table read.projection
    add column if not exists build integer not null default 1,
    add column if not exists built boolean not null default true,       -- false while a rebuild is at it
    add column if not exists hides boolean not null default true,       -- documents hold something that is never served
    add column if not exists paused boolean not null default false,
    add column if not exists replaced_at timestamptz,                   -- when it stopped serving; null if it never served, or does
    add column if not exists events bigint not null default 0,          -- how many events a rebuild has read for it
    add column if not exists program text,                              -- the build of the program that begins its rebuild
    add column if not exists owner uuid,                                -- the runner that writes it
    add column if not exists epoch bigint not null default 0;           -- grows with every change of owner: whoever writes says its own

create unique index if not exists projection_live on read.projection (name) where live;
create sequence if not exists read.epoch;

create table if not exists read.projection_link (
    storage text not null,
    stream uuid not null,
    document uuid not null,
    primary key (storage, stream));

-- Processes that write builds. One that does not say in time that it lives is taken for dead, and its builds are taken over.
create table if not exists read.runner (
    id uuid primary key,
    known text[] not null,
    until timestamptz not null);

-- Versions that served and that somebody went back from: only somebody lets them serve again. It outlives their builds.
create table if not exists read.withdrawn (
    name text not null,
    version integer not null,
    withdrawn_at timestamptz not null default clock_timestamp(),
    primary key (name, version));

insert into read.withdrawn (name, version)
select distinct build.name, build.version
from read.projection build join read.projection serving on serving.name = build.name and serving.live
where build.replaced_at is not null and build.version > serving.version
on conflict do nothing;

-- Events that a person let a version of a read model pass over.
create table if not exists read.skipped (
    name text not null,
    version integer not null,
    position bigint not null,
    stream text not null,
    revision bigint not null,
    type text not null,
    fault text not null,
    reason text not null,
    skipped_by text not null,
    skipped_at timestamptz not null default clock_timestamp(),
    primary key (name, version, position));

-- The great-circle distance in metres, by the haversine formula on a sphere.
create or replace function read.metres_between(latitude1 float8, longitude1 float8, latitude2 float8, longitude2 float8)
returns float8 language sql immutable parallel safe return
    2 * 6371008.8 * asin(least(1, sqrt(
        power(sin(radians(latitude2 - latitude1) / 2), 2)
        + cos(radians(latitude1)) * cos(radians(latitude2)) * power(sin(radians(longitude2 - longitude1) / 2), 2))));
