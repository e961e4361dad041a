-- Employers and their vacancies.

CREATE TABLE Employer (
    Seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Id TEXT NOT NULL,
    NameEn TEXT NOT NULL,
    NameKm TEXT NULL,
    NameKey TEXT NOT NULL,
    NameKmKey TEXT NULL,
    KindCode TEXT NULL,
    RegistrationNumber TEXT NULL,
    SectorCode TEXT NULL REFERENCES Sector (Code),
    SizeCode TEXT NULL,
    ProvinceCode TEXT NULL REFERENCES Province (Code),
    DistrictCode TEXT NULL REFERENCES Place (Code),
    AddressLine TEXT NULL,
    ContactName TEXT NULL,
    Phone TEXT NULL,
    Email TEXT NULL,
    Status TEXT NOT NULL,
    VerifiedAt TEXT NULL,
    VerifiedBy TEXT NULL REFERENCES Account (Id),
    StatusReason TEXT NULL,
    CreatedAt TEXT NOT NULL,
    Version INTEGER NOT NULL
);
CREATE UNIQUE INDEX UX_Employer_Id ON Employer (Id);
CREATE UNIQUE INDEX UX_Employer_Registration ON Employer (RegistrationNumber) WHERE RegistrationNumber IS NOT NULL;
CREATE INDEX IX_Employer_NameKey ON Employer (NameKey);

-- Wages as offered (whole riel or cents of a dollar a period), and made comparable as riel a month.
CREATE TABLE Vacancy (
    Seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Id TEXT NOT NULL,
    Number TEXT NOT NULL,
    EmployerId TEXT NOT NULL REFERENCES Employer (Id),
    Status TEXT NOT NULL,
    TitleEn TEXT NULL,
    TitleKm TEXT NULL,
    TextEn TEXT NULL,
    TextKm TEXT NULL,
    SearchKey TEXT NOT NULL,
    IscoCode TEXT NULL REFERENCES OccupationGroup (Code),
    IscoConfidence REAL NULL,
    Openings INTEGER NOT NULL,
    Taken INTEGER NOT NULL,
    EducationCode TEXT NULL,
    ExperienceMonths INTEGER NULL,
    WageFrom INTEGER NULL,
    WageTo INTEGER NULL,
    WageCurrency TEXT NULL,
    WagePeriod TEXT NULL,
    MonthlyWageFromKhr INTEGER NULL,
    MonthlyWageToKhr INTEGER NULL,
    HoursCode TEXT NULL,
    ContractCode TEXT NULL,
    IsHazardous bit NOT NULL,
    ClosesOn TEXT NOT NULL,
    PublishedAt TEXT NULL,
    ClosedAt TEXT NULL,
    CloseReason TEXT NULL,
    SourceCode TEXT NULL,
    CreatedBy TEXT NULL REFERENCES Account (Id),
    CreatedAt TEXT NOT NULL,
    Version INTEGER NOT NULL,
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
    Year INTEGER NOT NULL PRIMARY KEY,
    LastNumber INTEGER NOT NULL
);

CREATE TABLE VacancyPlace (
    VacancyId TEXT NOT NULL REFERENCES Vacancy (Id),
    ProvinceCode TEXT NOT NULL REFERENCES Province (Code),
    DistrictCode TEXT NULL REFERENCES Place (Code),
    PRIMARY KEY (VacancyId, ProvinceCode)
);

CREATE TABLE VacancySkill (
    VacancyId TEXT NOT NULL REFERENCES Vacancy (Id),
    SkillId INTEGER NOT NULL REFERENCES Skill (Id),
    IsEssential bit NOT NULL,
    FoundAs TEXT NULL,
    PRIMARY KEY (VacancyId, SkillId)
);

CREATE TABLE VacancyLanguage (
    VacancyId TEXT NOT NULL REFERENCES Vacancy (Id),
    LanguageCode TEXT NOT NULL,
    Level INTEGER NOT NULL,
    PRIMARY KEY (VacancyId, LanguageCode)
);

CREATE TABLE VacancyLicence (
    VacancyId TEXT NOT NULL REFERENCES Vacancy (Id),
    LicenceCode TEXT NOT NULL,
    PRIMARY KEY (VacancyId, LicenceCode)
);

CREATE TABLE VacancyAccommodation (
    VacancyId TEXT NOT NULL REFERENCES Vacancy (Id),
    AccommodationCode TEXT NOT NULL,
    PRIMARY KEY (VacancyId, AccommodationCode)
);

-- What an officer has to look at before the vacancy is shown, with the words that said it.
CREATE TABLE VacancyFlag (
    Seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Id TEXT NOT NULL,
    VacancyId TEXT NOT NULL REFERENCES Vacancy (Id),
    Kind TEXT NOT NULL,
    Words TEXT NULL,
    RaisedAt TEXT NOT NULL,
    ResolvedAt TEXT NULL,
    ResolvedBy TEXT NULL REFERENCES Account (Id)
);
CREATE UNIQUE INDEX UX_VacancyFlag_Id ON VacancyFlag (Id);
CREATE INDEX IX_VacancyFlag_Vacancy ON VacancyFlag (VacancyId);

-- Each advertisement of a source that became, or was merged into, a vacancy.
CREATE TABLE VacancySource (
    Seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    VacancyId TEXT NOT NULL REFERENCES Vacancy (Id),
    SourceKey TEXT NOT NULL,
    LineNumber INTEGER NOT NULL,
    ImportId TEXT NOT NULL
);
CREATE UNIQUE INDEX UX_VacancySource ON VacancySource (SourceKey, LineNumber);
CREATE INDEX IX_VacancySource_Vacancy ON VacancySource (VacancyId);

CREATE TABLE VacancyImport (
    Seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Id TEXT NOT NULL,
    Format TEXT NOT NULL,
    Checksum TEXT NOT NULL,
    ImportedAt TEXT NOT NULL,
    RowsRead INTEGER NOT NULL,
    Added INTEGER NOT NULL,
    Merged INTEGER NOT NULL,
    Refused INTEGER NOT NULL,
    Flagged INTEGER NOT NULL,
    Coded INTEGER NOT NULL,
    WithThreeSkills INTEGER NOT NULL,
    WithPlace INTEGER NOT NULL
);
CREATE UNIQUE INDEX UX_VacancyImport_Id ON VacancyImport (Id);

CREATE TABLE VacancyImportRefusal (
    ImportId TEXT NOT NULL REFERENCES VacancyImport (Id),
    LineNumber INTEGER NOT NULL,
    Code TEXT NOT NULL,
    Detail TEXT NULL,
    PRIMARY KEY (ImportId, LineNumber)
);
