--
-- PostgreSQL database dump
--

\restrict bSdhnlTRbWa4vb7tymhBu8eMUnW2rbyDcCFbI87MnHRK9DrbkUe4pj5kY2VnaVA

-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: supple; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA supple;


--
-- Name: refuse(); Type: FUNCTION; Schema: supple; Owner: -
--

CREATE FUNCTION supple.refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
        BEGIN RAISE EXCEPTION 'an entry is never changed or deleted'; END
    $$;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: entry; Type: TABLE; Schema: supple; Owner: -
--

CREATE TABLE supple.entry (
    "position" bigint NOT NULL,
    id bytea NOT NULL,
    device bytea NOT NULL,
    sequence bigint NOT NULL,
    line bytea NOT NULL,
    checksum bigint NOT NULL
);
ALTER TABLE ONLY supple.entry ALTER COLUMN "position" SET STATISTICS 0;
ALTER TABLE ONLY supple.entry ALTER COLUMN id SET STATISTICS 0;
ALTER TABLE ONLY supple.entry ALTER COLUMN device SET STATISTICS 0;
ALTER TABLE ONLY supple.entry ALTER COLUMN sequence SET STATISTICS 0;
ALTER TABLE ONLY supple.entry ALTER COLUMN line SET STATISTICS 0;
ALTER TABLE ONLY supple.entry ALTER COLUMN checksum SET STATISTICS 0;


--
-- Name: store; Type: TABLE; Schema: supple; Owner: -
--

CREATE TABLE supple.store (
    single boolean DEFAULT true NOT NULL,
    version bigint NOT NULL,
    origin bigint NOT NULL,
    diary bytea,
    CONSTRAINT store_diary_check CHECK ((octet_length(diary) = 16)),
    CONSTRAINT store_single_check CHECK (single)
);
ALTER TABLE ONLY supple.store ALTER COLUMN diary SET STATISTICS 0;


--
-- Data for Name: entry; Type: TABLE DATA; Schema: supple; Owner: -
--

INSERT INTO supple.entry VALUES (4294967297, '\x01010101010101010000000000000000', '\x01010101010101010101010101010101', 0, '\x7b22736368656d61223a312c2273657175656e6365223a302c226b696e64223a226e6f7465222c2274657874223a2252c3bc636b656e7363686d65727a2030227d', 2944767187);
INSERT INTO supple.entry VALUES (4294967298, '\x01010101010101010000000000000001', '\x01010101010101010101010101010101', 1, '\x7b22736368656d61223a312c2273657175656e6365223a312c226b696e64223a226e6f7465222c2274657874223a2252c3bc636b656e7363686d65727a2031227d', 440166445);
INSERT INTO supple.entry VALUES (4294967299, '\x01010101010101010000000000000002', '\x01010101010101010101010101010101', 2, '\x7b22736368656d61223a312c2273657175656e6365223a322c226b696e64223a226e6f7465222c2274657874223a2252c3bc636b656e7363686d65727a2032227d', 2873832857);
INSERT INTO supple.entry VALUES (4294967300, '\x02020202020202020000000000000000', '\x02020202020202020202020202020202', 0, '\x7b22736368656d61223a312c2273657175656e6365223a302c226b696e64223a226e6f7465222c2274657874223a2252c3bc636b656e7363686d65727a2030227d', 2939731292);
INSERT INTO supple.entry VALUES (4294967301, '\x02020202020202020000000000000001', '\x02020202020202020202020202020202', 1, '\x7b22736368656d61223a312c2273657175656e6365223a312c226b696e64223a226e6f7465222c2274657874223a2252c3bc636b656e7363686d65727a2031227d', 2908745209);


--
-- Data for Name: store; Type: TABLE DATA; Schema: supple; Owner: -
--

INSERT INTO supple.store VALUES (true, 2, 4294967296, '\x08080808080808080808080808080808');


--
-- Name: entry entry_device_sequence_key; Type: CONSTRAINT; Schema: supple; Owner: -
--

ALTER TABLE ONLY supple.entry
    ADD CONSTRAINT entry_device_sequence_key UNIQUE (device, sequence);


--
-- Name: entry entry_id_key; Type: CONSTRAINT; Schema: supple; Owner: -
--

ALTER TABLE ONLY supple.entry
    ADD CONSTRAINT entry_id_key UNIQUE (id);


--
-- Name: entry entry_pkey; Type: CONSTRAINT; Schema: supple; Owner: -
--

ALTER TABLE ONLY supple.entry
    ADD CONSTRAINT entry_pkey PRIMARY KEY ("position");


--
-- Name: store store_pkey; Type: CONSTRAINT; Schema: supple; Owner: -
--

ALTER TABLE ONLY supple.store
    ADD CONSTRAINT store_pkey PRIMARY KEY (single);


--
-- Name: entry entry_is_not_changed; Type: TRIGGER; Schema: supple; Owner: -
--

CREATE TRIGGER entry_is_not_changed BEFORE DELETE OR UPDATE ON supple.entry FOR EACH ROW EXECUTE FUNCTION supple.refuse();


--
-- Name: entry entry_is_not_truncated; Type: TRIGGER; Schema: supple; Owner: -
--

CREATE TRIGGER entry_is_not_truncated BEFORE TRUNCATE ON supple.entry FOR EACH STATEMENT EXECUTE FUNCTION supple.refuse();


--
-- PostgreSQL database dump complete
--

\unrestrict bSdhnlTRbWa4vb7tymhBu8eMUnW2rbyDcCFbI87MnHRK9DrbkUe4pj5kY2VnaVA

