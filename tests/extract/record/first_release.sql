BEGIN TRANSACTION;
CREATE TABLE bulletins (
	id TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	current BOOLEAN NOT NULL, 
	title TEXT NOT NULL, 
	text TEXT NOT NULL, 
	url TEXT, 
	publisher TEXT, 
	published DATETIME, 
	language TEXT, 
	retrieved DATETIME, 
	added_at DATETIME NOT NULL, 
	content_hash TEXT NOT NULL, 
	extractor_version TEXT NOT NULL, 
	figures INTEGER NOT NULL, 
	row_count INTEGER NOT NULL, 
	set_aside_count INTEGER NOT NULL, 
	CONSTRAINT pk_bulletins PRIMARY KEY (id, version)
);
INSERT INTO "bulletins" VALUES('b1',1,0,'О воде','Сброс 0 м3/с. Сброс 1 м3/с. План 0 м3/с.',NULL,NULL,'2025-04-12 19:00:00.000000',NULL,NULL,'2026-11-20 14:01:21.262889','70e895b4a3f38d59919ee3ea23fd83de514b62868512eeba2cecd66c9f5e8ddd','2',3,2,1);
INSERT INTO "bulletins" VALUES('b1',2,1,'О воде','Сброс 0 м3/с.',NULL,NULL,'2025-04-12 19:00:00.000000',NULL,NULL,'2026-11-20 14:01:21.267750','1a1cce29e355907c7228573096c1290a329d426161a17d78b6a5cae09a88b5fe','2',1,1,0);
INSERT INTO "bulletins" VALUES('b2',1,1,'','Ни слова о воде.',NULL,NULL,NULL,NULL,NULL,'2026-11-20 14:01:21.271580','a438c41a5a4d22f8efa061ee8682bc24330ca9e1d6b550be78f1a249a322d14b','2',0,0,0);
CREATE TABLE observations (
	bulletin_id TEXT NOT NULL, 
	bulletin_version INTEGER NOT NULL, 
	n INTEGER NOT NULL, 
	current BOOLEAN NOT NULL, 
	date DATE NOT NULL, 
	reservoir_id TEXT NOT NULL, 
	reservoir TEXT NOT NULL, 
	region_code TEXT, 
	region TEXT, 
	river TEXT, 
	country TEXT, 
	quantity TEXT NOT NULL, 
	value DOUBLE NOT NULL, 
	unit TEXT NOT NULL, 
	status TEXT NOT NULL, 
	qualifier TEXT NOT NULL, 
	flags JSON NOT NULL, 
	value_as_printed TEXT NOT NULL, 
	unit_as_printed TEXT NOT NULL, 
	url TEXT, 
	publisher TEXT, 
	published DATETIME, 
	quote TEXT NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	extracted_at DATETIME NOT NULL, 
	extractor_version TEXT NOT NULL, 
	CONSTRAINT pk_observations PRIMARY KEY (bulletin_id, bulletin_version, n), 
	CONSTRAINT fk_observations_bulletins FOREIGN KEY(bulletin_id, bulletin_version) REFERENCES bulletins (id, version)
);
INSERT INTO "observations" VALUES('b1',1,0,0,'2025-04-13','r0','Астанинское','KZ-11','Акмолинская область','Есиль (Ишим)','KZ','release',53.0,'m3/s','observed','exact','[]','53','кубометра воды в секунду',NULL,NULL,'2025-04-12 19:00:00.000000','Сброс 0 м3/с.',0,13,'2025-04-13 06:30:00.000000','2');
INSERT INTO "observations" VALUES('b1',1,1,0,'2025-04-13','r1','Астанинское','KZ-11','Акмолинская область','Есиль (Ишим)','KZ','release',54.0,'m3/s','observed','exact','[]','53','кубометра воды в секунду',NULL,NULL,'2025-04-12 19:00:00.000000','Сброс 1 м3/с.',14,27,'2025-04-13 06:30:00.000000','2');
INSERT INTO "observations" VALUES('b1',2,0,1,'2025-04-13','r0','Астанинское','KZ-11','Акмолинская область','Есиль (Ишим)','KZ','release',53.0,'m3/s','observed','exact','[]','53','кубометра воды в секунду',NULL,NULL,'2025-04-12 19:00:00.000000','Сброс 0 м3/с.',0,13,'2025-04-13 06:30:00.000000','2');
CREATE TABLE set_aside (
	bulletin_id TEXT NOT NULL, 
	bulletin_version INTEGER NOT NULL, 
	n INTEGER NOT NULL, 
	reason TEXT NOT NULL, 
	quote TEXT NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	detail TEXT NOT NULL, 
	CONSTRAINT pk_set_aside PRIMARY KEY (bulletin_id, bulletin_version, n), 
	CONSTRAINT fk_set_aside_bulletins FOREIGN KEY(bulletin_id, bulletin_version) REFERENCES bulletins (id, version)
);
INSERT INTO "set_aside" VALUES('b1',1,0,'plan','План 0 м3/с.',28,40,'насос');
CREATE TABLE store_info (
	id INTEGER NOT NULL, 
	uid TEXT NOT NULL, 
	schema_version INTEGER NOT NULL, 
	revision BIGINT NOT NULL, 
	CONSTRAINT pk_store_info PRIMARY KEY (id)
);
INSERT INTO "store_info" VALUES(1,'b660430fc748',1,3);
CREATE UNIQUE INDEX ix_bulletins_one_current ON bulletins (id) WHERE current IS 1;
CREATE INDEX ix_observations_reservoir_id_quantity_date ON observations (reservoir_id, quantity, date);
CREATE INDEX ix_observations_quantity_status_date ON observations (quantity, status, date);
COMMIT;
