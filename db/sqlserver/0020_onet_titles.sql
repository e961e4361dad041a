-- Titles of O*NET occupations, each with where it was placed in our classification and how sure that is: its unit group and, where one is
-- likeliest, its ESCO occupation, both with their share in thousandths. No group: nothing is known of the title.

CREATE TABLE OnetTitle (
    Seq bigint NOT NULL IDENTITY(1,1) PRIMARY KEY,
    OnetCode nvarchar(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Title nvarchar(300) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Kind nvarchar(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
    IscoCode nvarchar(4) COLLATE Latin1_General_100_BIN2 NULL REFERENCES OccupationGroup (Code),
    IscoShare int NOT NULL,
    EscoUri nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
    EscoShare int NOT NULL,
    ValidTo date NULL
);
CREATE UNIQUE INDEX UX_OnetTitle_Code ON OnetTitle (OnetCode, Title);
