-- Titles of O*NET occupations, each with where it was placed in our classification and how sure that is: its unit group and, where one is
-- likeliest, its ESCO occupation, both with their share in thousandths. No group: nothing is known of the title.

CREATE TABLE OnetTitle (
    Seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    OnetCode TEXT NOT NULL,
    Title TEXT NOT NULL,
    Kind TEXT NOT NULL,
    IscoCode TEXT NULL REFERENCES OccupationGroup (Code),
    IscoShare INTEGER NOT NULL,
    EscoUri TEXT NULL,
    EscoShare INTEGER NOT NULL,
    ValidTo TEXT NULL
);
CREATE UNIQUE INDEX UX_OnetTitle_Code ON OnetTitle (OnetCode, Title);
