-- Employers and their vacancies.

CREATE TABLE Employer (
    Seq bigint NOT NULL IDENTITY(1,1) PRIMARY KEY,
    Id uniqueidentifier NOT NULL,
    NameEn nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    NameKm nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
    NameKey nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    NameKmKey nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
    KindCode nvarchar(40) COLLATE Latin1_General_100_BIN2 NULL,
    RegistrationNumber nvarchar(40) COLLATE Latin1_General_100_BIN2 NULL,
    SectorCode nvarchar(4) COLLATE Latin1_General_100_BIN2 NULL REFERENCES Sector (Code),
    SizeCode nvarchar(40) COLLATE Latin1_General_100_BIN2 NULL,
    ProvinceCode nvarchar(2) COLLATE Latin1_General_100_BIN2 NULL REFERENCES Province (Code),
    DistrictCode nvarchar(8) COLLATE Latin1_General_100_BIN2 NULL REFERENCES Place (Code),
    AddressLine nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
    ContactName nvarchar(120) COLLATE Latin1_General_100_BIN2 NULL,
    Phone nvarchar(20) COLLATE Latin1_General_100_BIN2 NULL,
    Email nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
    Status nvarchar(12) COLLATE Latin1_General_100_BIN2 NOT NULL,
    VerifiedAt datetime2(3) NULL,
    VerifiedBy uniqueidentifier NULL REFERENCES Account (Id),
    StatusReason nvarchar(400) COLLATE Latin1_General_100_BIN2 NULL,
    CreatedAt datetime2(3) NOT NULL,
    Version int NOT NULL
);
CREATE UNIQUE INDEX UX_Employer_Id ON Employer (Id);
CREATE UNIQUE INDEX UX_Employer_Registration ON Employer (RegistrationNumber) WHERE RegistrationNumber IS NOT NULL;
CREATE INDEX IX_Employer_NameKey ON Employer (NameKey);

-- Wages as offered (whole riel or cents of a dollar a period), and made comparable as riel a month.
CREATE TABLE Vacancy (
    Seq bigint NOT NULL IDENTITY(1,1) PRIMARY KEY,
    Id uniqueidentifier NOT NULL,
    Number nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    EmployerId uniqueidentifier NOT NULL REFERENCES Employer (Id),
    Status nvarchar(12) COLLATE Latin1_General_100_BIN2 NOT NULL,
    TitleEn nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
    TitleKm nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
    TextEn nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    TextKm nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    SearchKey nvarchar(400) COLLATE Latin1_General_100_BIN2 NOT NULL,
    IscoCode nvarchar(4) COLLATE Latin1_General_100_BIN2 NULL REFERENCES OccupationGroup (Code),
    IscoConfidence float NULL,
    Openings int NOT NULL,
    Taken int NOT NULL,
    EducationCode nvarchar(40) COLLATE Latin1_General_100_BIN2 NULL,
    ExperienceMonths int NULL,
    WageFrom bigint NULL,
    WageTo bigint NULL,
    WageCurrency nvarchar(3) COLLATE Latin1_General_100_BIN2 NULL,
    WagePeriod nvarchar(10) COLLATE Latin1_General_100_BIN2 NULL,
    MonthlyWageFromKhr bigint NULL,
    MonthlyWageToKhr bigint NULL,
    HoursCode nvarchar(40) COLLATE Latin1_General_100_BIN2 NULL,
    ContractCode nvarchar(40) COLLATE Latin1_General_100_BIN2 NULL,
    IsHazardous bit NOT NULL,
    ClosesOn date NOT NULL,
    PublishedAt datetime2(3) NULL,
    ClosedAt datetime2(3) NULL,
    CloseReason nvarchar(40) COLLATE Latin1_General_100_BIN2 NULL,
    SourceCode nvarchar(20) COLLATE Latin1_General_100_BIN2 NULL,
    CreatedBy uniqueidentifier NULL REFERENCES Account (Id),
    CreatedAt datetime2(3) NOT NULL,
    Version int NOT NULL,
    CONSTRAINT CK_Vacancy_Taken CHECK (Taken >= 0 AND Taken <= Openings)
);
CREATE UNIQUE INDEX UX_Vacancy_Id ON Vacancy (Id);
CREATE UNIQUE INDEX UX_Vacancy_Number ON Vacancy (Number);
CREATE INDEX IX_Vacancy_Employer ON Vacancy (EmployerId, Status);
CREATE INDEX IX_Vacancy_Live ON Vacancy (ClosesOn) WHERE Status = 'live';
CREATE INDEX IX_Vacancy_Submitted ON Vacancy (CreatedAt) WHERE Status = 'submitted';
CREATE INDEX IX_Vacancy_Published ON Vacancy (PublishedAt);

-- Vacancy numbers run by year: V-YEAR-SERIAL.
CREATE TABLE VacancySeries (
    Year int NOT NULL PRIMARY KEY,
    LastNumber int NOT NULL
);

CREATE TABLE VacancyPlace (
    VacancyId uniqueidentifier NOT NULL REFERENCES Vacancy (Id),
    ProvinceCode nvarchar(2) COLLATE Latin1_General_100_BIN2 NOT NULL REFERENCES Province (Code),
    DistrictCode nvarchar(8) COLLATE Latin1_General_100_BIN2 NULL REFERENCES Place (Code),
    PRIMARY KEY NONCLUSTERED (VacancyId, ProvinceCode)
);

CREATE TABLE VacancySkill (
    VacancyId uniqueidentifier NOT NULL REFERENCES Vacancy (Id),
    SkillId int NOT NULL REFERENCES Skill (Id),
    IsEssential bit NOT NULL,
    FoundAs nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
    PRIMARY KEY NONCLUSTERED (VacancyId, SkillId)
);

CREATE TABLE VacancyLanguage (
    VacancyId uniqueidentifier NOT NULL REFERENCES Vacancy (Id),
    LanguageCode nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Level int NOT NULL,
    PRIMARY KEY NONCLUSTERED (VacancyId, LanguageCode)
);

CREATE TABLE VacancyLicence (
    VacancyId uniqueidentifier NOT NULL REFERENCES Vacancy (Id),
    LicenceCode nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    PRIMARY KEY NONCLUSTERED (VacancyId, LicenceCode)
);

CREATE TABLE VacancyAccommodation (
    VacancyId uniqueidentifier NOT NULL REFERENCES Vacancy (Id),
    AccommodationCode nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    PRIMARY KEY NONCLUSTERED (VacancyId, AccommodationCode)
);

-- What an officer has to look at before the vacancy is shown, with the words that said it.
CREATE TABLE VacancyFlag (
    Seq bigint NOT NULL IDENTITY(1,1) PRIMARY KEY,
    Id uniqueidentifier NOT NULL,
    VacancyId uniqueidentifier NOT NULL REFERENCES Vacancy (Id),
    Kind nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Words nvarchar(400) COLLATE Latin1_General_100_BIN2 NULL,
    RaisedAt datetime2(3) NOT NULL,
    ResolvedAt datetime2(3) NULL,
    ResolvedBy uniqueidentifier NULL REFERENCES Account (Id)
);
CREATE UNIQUE INDEX UX_VacancyFlag_Id ON VacancyFlag (Id);
CREATE INDEX IX_VacancyFlag_Vacancy ON VacancyFlag (VacancyId);

-- Each advertisement of a source that became, or was merged into, a vacancy.
CREATE TABLE VacancySource (
    Seq bigint NOT NULL IDENTITY(1,1) PRIMARY KEY,
    VacancyId uniqueidentifier NOT NULL REFERENCES Vacancy (Id),
    SourceKey nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    LineNumber int NOT NULL,
    ImportId uniqueidentifier NOT NULL
);
CREATE UNIQUE INDEX UX_VacancySource ON VacancySource (SourceKey, LineNumber);
CREATE INDEX IX_VacancySource_Vacancy ON VacancySource (VacancyId);

CREATE TABLE VacancyImport (
    Seq bigint NOT NULL IDENTITY(1,1) PRIMARY KEY,
    Id uniqueidentifier NOT NULL,
    Format nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Checksum nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    ImportedAt datetime2(3) NOT NULL,
    RowsRead int NOT NULL,
    Added int NOT NULL,
    Merged int NOT NULL,
    Refused int NOT NULL,
    Flagged int NOT NULL,
    Coded int NOT NULL,
    WithThreeSkills int NOT NULL,
    WithPlace int NOT NULL
);
CREATE UNIQUE INDEX UX_VacancyImport_Id ON VacancyImport (Id);

CREATE TABLE VacancyImportRefusal (
    ImportId uniqueidentifier NOT NULL REFERENCES VacancyImport (Id),
    LineNumber int NOT NULL,
    Code nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Detail nvarchar(400) COLLATE Latin1_General_100_BIN2 NULL,
    PRIMARY KEY NONCLUSTERED (ImportId, LineNumber)
);
