-- What delivery needs of a PostgreSQL server, run once by its administrator. Change the password.
create role nightlight login password 'change me' nosuperuser nocreatedb nocreaterole;
create database nightlight;
revoke all on database nightlight from public;
-- It makes two schemas of its own there, nightlight and nightlight_queue, and changes them with each upgrade.
grant connect, create on database nightlight to nightlight;
