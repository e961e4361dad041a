-- Code lists with versions and validity; a code that was used is closed by ValidTo, never deleted.

CREATE TABLE Province (
    Code nvarchar(2) COLLATE Latin1_General_100_BIN2 NOT NULL PRIMARY KEY,
    Iso nvarchar(6) COLLATE Latin1_General_100_BIN2 NOT NULL,
    NameEn nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    NameKm nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Aliases nvarchar(400) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Latitude float NOT NULL,
    Longitude float NOT NULL,
    TileColumn int NOT NULL,
    TileRow int NOT NULL,
    ValidFrom date NOT NULL,
    ValidTo date NULL
);

CREATE TABLE ProvinceBoundary (
    ProvinceCode nvarchar(2) COLLATE Latin1_General_100_BIN2 NOT NULL PRIMARY KEY REFERENCES Province (Code),
    Rings nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Source nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    ImportedAt datetime2(3) NOT NULL
);

-- Districts (level 2), communes (3) and villages (4) of the gazetteer.
CREATE TABLE Place (
    Code nvarchar(8) COLLATE Latin1_General_100_BIN2 NOT NULL PRIMARY KEY,
    Level int NOT NULL,
    ParentCode nvarchar(8) COLLATE Latin1_General_100_BIN2 NOT NULL,
    ProvinceCode nvarchar(2) COLLATE Latin1_General_100_BIN2 NOT NULL REFERENCES Province (Code),
    TypeEn nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    TypeKm nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    NameEn nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    NameKm nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    FoldedEn nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    FoldedKm nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Latitude float NULL,
    Longitude float NULL,
    ValidFrom date NOT NULL,
    ValidTo date NULL
);
CREATE INDEX IX_Place_Parent ON Place (ParentCode);

CREATE TABLE OccupationGroup (
    Code nvarchar(4) COLLATE Latin1_General_100_BIN2 NOT NULL PRIMARY KEY,
    Level int NOT NULL,
    ParentCode nvarchar(4) COLLATE Latin1_General_100_BIN2 NULL,
    LabelEn nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    LabelKm nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
    ValidFrom date NOT NULL,
    ValidTo date NULL
);

-- Everyday titles of occupations: the product's own list and the labels of an imported ESCO.
CREATE TABLE OccupationTitle (
    Seq bigint NOT NULL IDENTITY(1,1) PRIMARY KEY,
    Title nvarchar(300) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Language nvarchar(2) COLLATE Latin1_General_100_BIN2 NOT NULL,
    IscoCode nvarchar(4) COLLATE Latin1_General_100_BIN2 NOT NULL REFERENCES OccupationGroup (Code),
    Source nvarchar(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
    ValidTo date NULL
);
CREATE INDEX IX_OccupationTitle_Isco ON OccupationTitle (IscoCode);

CREATE TABLE Sector (
    Code nvarchar(4) COLLATE Latin1_General_100_BIN2 NOT NULL PRIMARY KEY,
    Level int NOT NULL,
    ParentCode nvarchar(4) COLLATE Latin1_General_100_BIN2 NULL,
    LabelEn nvarchar(300) COLLATE Latin1_General_100_BIN2 NOT NULL,
    LabelKm nvarchar(300) COLLATE Latin1_General_100_BIN2 NULL,
    ValidFrom date NOT NULL,
    ValidTo date NULL
);

CREATE TABLE CodeList (
    List nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Code nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    SortOrder int NOT NULL,
    LabelEn nvarchar(300) COLLATE Latin1_General_100_BIN2 NOT NULL,
    LabelKm nvarchar(300) COLLATE Latin1_General_100_BIN2 NOT NULL,
    ValidFrom date NOT NULL,
    ValidTo date NULL,
    PRIMARY KEY (List, Code)
);

CREATE TABLE Skill (
    Id int NOT NULL PRIMARY KEY,
    Code nvarchar(80) COLLATE Latin1_General_100_BIN2 NOT NULL,
    LabelEn nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    LabelKm nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    DefinitionEn nvarchar(400) COLLATE Latin1_General_100_BIN2 NOT NULL,
    DefinitionKm nvarchar(400) COLLATE Latin1_General_100_BIN2 NOT NULL,
    AltEn nvarchar(1000) COLLATE Latin1_General_100_BIN2 NOT NULL,
    AltKm nvarchar(1000) COLLATE Latin1_General_100_BIN2 NOT NULL,
    IsDigital bit NOT NULL,
    IsGreen bit NOT NULL,
    IsCore bit NOT NULL,
    EscoUri nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
    ValidFrom date NOT NULL,
    ValidTo date NULL
);
CREATE UNIQUE INDEX UX_Skill_Code ON Skill (Code);

CREATE TABLE SkillOccupation (
    SkillId int NOT NULL REFERENCES Skill (Id),
    IscoPrefix nvarchar(4) COLLATE Latin1_General_100_BIN2 NOT NULL,
    PRIMARY KEY (SkillId, IscoPrefix)
);

CREATE TABLE EscoOccupation (
    Uri nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL PRIMARY KEY,
    Code nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    IscoCode nvarchar(4) COLLATE Latin1_General_100_BIN2 NOT NULL,
    LabelEn nvarchar(300) COLLATE Latin1_General_100_BIN2 NOT NULL,
    AltLabels nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Version nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    ValidTo date NULL
);

CREATE TABLE EscoSkill (
    Uri nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL PRIMARY KEY,
    LabelEn nvarchar(300) COLLATE Latin1_General_100_BIN2 NOT NULL,
    AltLabels nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    SkillType nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    ReuseLevel nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    IsDigital bit NOT NULL,
    IsGreen bit NOT NULL,
    Version nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    ValidTo date NULL
);

CREATE TABLE EscoOccupationSkill (
    OccupationUri nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL REFERENCES EscoOccupation (Uri),
    SkillUri nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL REFERENCES EscoSkill (Uri),
    IsEssential bit NOT NULL,
    PRIMARY KEY (OccupationUri, SkillUri)
);

CREATE TABLE ReferenceImport (
    Seq bigint NOT NULL IDENTITY(1,1) PRIMARY KEY,
    Id uniqueidentifier NOT NULL,
    Kind nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Version nvarchar(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Checksum nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    ImportedAt datetime2(3) NOT NULL,
    Added int NOT NULL,
    Updated int NOT NULL,
    Retired int NOT NULL,
    Moved int NOT NULL,
    Refused int NOT NULL
);
CREATE UNIQUE INDEX UX_ReferenceImport_Id ON ReferenceImport (Id);

CREATE TABLE Centre (
    Seq bigint NOT NULL IDENTITY(1,1) PRIMARY KEY,
    Id uniqueidentifier NOT NULL,
    Code nvarchar(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
    ProvinceCode nvarchar(2) COLLATE Latin1_General_100_BIN2 NOT NULL REFERENCES Province (Code),
    NameEn nvarchar(120) COLLATE Latin1_General_100_BIN2 NOT NULL,
    NameKm nvarchar(120) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Latitude float NOT NULL,
    Longitude float NOT NULL,
    ValidFrom date NOT NULL,
    ValidTo date NULL
);
CREATE UNIQUE INDEX UX_Centre_Id ON Centre (Id);
CREATE UNIQUE INDEX UX_Centre_Code ON Centre (Code);
