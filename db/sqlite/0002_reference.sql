-- Code lists with versions and validity; a code that was used is closed by ValidTo, never deleted.

CREATE TABLE Province (
    Code TEXT NOT NULL PRIMARY KEY,
    Iso TEXT NOT NULL,
    NameEn TEXT NOT NULL,
    NameKm TEXT NOT NULL,
    Aliases TEXT NOT NULL,
    Latitude REAL NOT NULL,
    Longitude REAL NOT NULL,
    TileColumn INTEGER NOT NULL,
    TileRow INTEGER NOT NULL,
    ValidFrom TEXT NOT NULL,
    ValidTo TEXT NULL
);

CREATE TABLE ProvinceBoundary (
    ProvinceCode TEXT NOT NULL PRIMARY KEY REFERENCES Province (Code),
    Rings TEXT NOT NULL,
    Source TEXT NOT NULL,
    ImportedAt TEXT NOT NULL
);

-- Districts (level 2), communes (3) and villages (4) of the gazetteer.
CREATE TABLE Place (
    Code TEXT NOT NULL PRIMARY KEY,
    Level INTEGER NOT NULL,
    ParentCode TEXT NOT NULL,
    ProvinceCode TEXT NOT NULL REFERENCES Province (Code),
    TypeEn TEXT NOT NULL,
    TypeKm TEXT NOT NULL,
    NameEn TEXT NOT NULL,
    NameKm TEXT NOT NULL,
    FoldedEn TEXT NOT NULL,
    FoldedKm TEXT NOT NULL,
    Latitude REAL NULL,
    Longitude REAL NULL,
    ValidFrom TEXT NOT NULL,
    ValidTo TEXT NULL
);
CREATE INDEX IX_Place_Parent ON Place (ParentCode);

CREATE TABLE OccupationGroup (
    Code TEXT NOT NULL PRIMARY KEY,
    Level INTEGER NOT NULL,
    ParentCode TEXT NULL,
    LabelEn TEXT NOT NULL,
    LabelKm TEXT NULL,
    ValidFrom TEXT NOT NULL,
    ValidTo TEXT NULL
);

-- Everyday titles of occupations: the product's own list and the labels of an imported ESCO.
CREATE TABLE OccupationTitle (
    Seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Title TEXT NOT NULL,
    Language TEXT NOT NULL,
    IscoCode TEXT NOT NULL REFERENCES OccupationGroup (Code),
    Source TEXT NOT NULL,
    ValidTo TEXT NULL
);
CREATE INDEX IX_OccupationTitle_Isco ON OccupationTitle (IscoCode);

CREATE TABLE Sector (
    Code TEXT NOT NULL PRIMARY KEY,
    Level INTEGER NOT NULL,
    ParentCode TEXT NULL,
    LabelEn TEXT NOT NULL,
    LabelKm TEXT NULL,
    ValidFrom TEXT NOT NULL,
    ValidTo TEXT NULL
);

CREATE TABLE CodeList (
    List TEXT NOT NULL,
    Code TEXT NOT NULL,
    SortOrder INTEGER NOT NULL,
    LabelEn TEXT NOT NULL,
    LabelKm TEXT NOT NULL,
    ValidFrom TEXT NOT NULL,
    ValidTo TEXT NULL,
    PRIMARY KEY (List, Code)
);

CREATE TABLE Skill (
    Id INTEGER NOT NULL PRIMARY KEY,
    Code TEXT NOT NULL,
    LabelEn TEXT NOT NULL,
    LabelKm TEXT NOT NULL,
    DefinitionEn TEXT NOT NULL,
    DefinitionKm TEXT NOT NULL,
    AltEn TEXT NOT NULL,
    AltKm TEXT NOT NULL,
    IsDigital bit NOT NULL,
    IsGreen bit NOT NULL,
    IsCore bit NOT NULL,
    EscoUri TEXT NULL,
    ValidFrom TEXT NOT NULL,
    ValidTo TEXT NULL
);
CREATE UNIQUE INDEX UX_Skill_Code ON Skill (Code);

CREATE TABLE SkillOccupation (
    SkillId INTEGER NOT NULL REFERENCES Skill (Id),
    IscoPrefix TEXT NOT NULL,
    PRIMARY KEY (SkillId, IscoPrefix)
);

CREATE TABLE EscoOccupation (
    Uri TEXT NOT NULL PRIMARY KEY,
    Code TEXT NOT NULL,
    IscoCode TEXT NOT NULL,
    LabelEn TEXT NOT NULL,
    AltLabels TEXT NOT NULL,
    Version TEXT NOT NULL,
    ValidTo TEXT NULL
);

CREATE TABLE EscoSkill (
    Uri TEXT NOT NULL PRIMARY KEY,
    LabelEn TEXT NOT NULL,
    AltLabels TEXT NOT NULL,
    SkillType TEXT NOT NULL,
    ReuseLevel TEXT NOT NULL,
    IsDigital bit NOT NULL,
    IsGreen bit NOT NULL,
    Version TEXT NOT NULL,
    ValidTo TEXT NULL
);

CREATE TABLE EscoOccupationSkill (
    OccupationUri TEXT NOT NULL REFERENCES EscoOccupation (Uri),
    SkillUri TEXT NOT NULL REFERENCES EscoSkill (Uri),
    IsEssential bit NOT NULL,
    PRIMARY KEY (OccupationUri, SkillUri)
);

CREATE TABLE ReferenceImport (
    Seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Id TEXT NOT NULL,
    Kind TEXT NOT NULL,
    Version TEXT NOT NULL,
    Checksum TEXT NOT NULL,
    ImportedAt TEXT NOT NULL,
    Added INTEGER NOT NULL,
    Updated INTEGER NOT NULL,
    Retired INTEGER NOT NULL,
    Moved INTEGER NOT NULL,
    Refused INTEGER NOT NULL
);
CREATE UNIQUE INDEX UX_ReferenceImport_Id ON ReferenceImport (Id);

CREATE TABLE Centre (
    Seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Id TEXT NOT NULL,
    Code TEXT NOT NULL,
    ProvinceCode TEXT NOT NULL REFERENCES Province (Code),
    NameEn TEXT NOT NULL,
    NameKm TEXT NOT NULL,
    Latitude REAL NOT NULL,
    Longitude REAL NOT NULL,
    ValidFrom TEXT NOT NULL,
    ValidTo TEXT NULL
);
CREATE UNIQUE INDEX UX_Centre_Id ON Centre (Id);
CREATE UNIQUE INDEX UX_Centre_Code ON Centre (Code);
