-- The jobseeker, her case file, and what she said of herself.

CREATE TABLE Person (
    Seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Id TEXT NOT NULL,
    FamilyName TEXT NOT NULL,
    GivenName TEXT NOT NULL,
    FamilyNameLatin TEXT NOT NULL,
    GivenNameLatin TEXT NOT NULL,
    NameKey TEXT NOT NULL,
    LatinKey TEXT NOT NULL,
    SortKey BLOB NOT NULL,
    Sex TEXT NOT NULL,
    BornOn TEXT NULL,
    Phone TEXT NULL,
    Email TEXT NULL,
    Language TEXT NOT NULL,
    ProvinceCode TEXT NULL REFERENCES Province (Code),
    DistrictCode TEXT NULL REFERENCES Place (Code),
    CommuneCode TEXT NULL REFERENCES Place (Code),
    VillageCode TEXT NULL REFERENCES Place (Code),
    AddressLine TEXT NULL,
    EducationCode TEXT NULL,
    CreatedAt TEXT NOT NULL,
    Version INTEGER NOT NULL
);
CREATE UNIQUE INDEX UX_Person_Id ON Person (Id);
CREATE INDEX IX_Person_NameKey ON Person (NameKey);
CREATE INDEX IX_Person_LatinKey ON Person (LatinKey);
CREATE INDEX IX_Person_Phone ON Person (Phone) WHERE Phone IS NOT NULL;
CREATE INDEX IX_Person_BornOn ON Person (BornOn) WHERE BornOn IS NOT NULL;

-- The number itself is encrypted; NumberKey is an HMAC of it, for the duplicate search.
CREATE TABLE PersonIdentity (
    Seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    PersonId TEXT NOT NULL REFERENCES Person (Id),
    Kind TEXT NOT NULL,
    NumberKey TEXT NOT NULL,
    NumberProtected TEXT NOT NULL
);
CREATE UNIQUE INDEX UX_PersonIdentity ON PersonIdentity (PersonId, Kind);
CREATE INDEX IX_PersonIdentity_Number ON PersonIdentity (NumberKey);

CREATE TABLE CaseFile (
    Seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Id TEXT NOT NULL,
    Number TEXT NOT NULL,
    PersonId TEXT NOT NULL REFERENCES Person (Id),
    CentreId TEXT NOT NULL REFERENCES Centre (Id),
    CounsellorId TEXT NULL REFERENCES Account (Id),
    Status TEXT NOT NULL,
    OpenedAt TEXT NOT NULL,
    ClosedAt TEXT NULL,
    ClosedReason TEXT NULL,
    Version INTEGER NOT NULL
);
CREATE UNIQUE INDEX UX_CaseFile_Id ON CaseFile (Id);
CREATE UNIQUE INDEX UX_CaseFile_Number ON CaseFile (Number);
CREATE UNIQUE INDEX UX_CaseFile_Person ON CaseFile (PersonId);
CREATE INDEX IX_CaseFile_Centre ON CaseFile (CentreId, Status, OpenedAt);
CREATE INDEX IX_CaseFile_Counsellor ON CaseFile (CounsellorId, Status, OpenedAt);

CREATE TABLE Consent (
    Seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Id TEXT NOT NULL,
    PersonId TEXT NOT NULL REFERENCES Person (Id),
    Purpose TEXT NOT NULL,
    GivenAt TEXT NOT NULL,
    RecordedBy TEXT NOT NULL REFERENCES Account (Id),
    WithdrawnAt TEXT NULL
);
CREATE UNIQUE INDEX UX_Consent_Id ON Consent (Id);
CREATE UNIQUE INDEX UX_Consent_Current ON Consent (PersonId, Purpose) WHERE WithdrawnAt IS NULL;

CREATE TABLE PersonPriorityGroup (
    PersonId TEXT NOT NULL REFERENCES Person (Id),
    GroupCode TEXT NOT NULL,
    PRIMARY KEY (PersonId, GroupCode)
);

CREATE TABLE Education (
    Seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Id TEXT NOT NULL,
    PersonId TEXT NOT NULL REFERENCES Person (Id),
    LevelCode TEXT NOT NULL,
    Field TEXT NULL,
    Institution TEXT NULL,
    FinishedYear INTEGER NULL
);
CREATE UNIQUE INDEX UX_Education_Id ON Education (Id);
CREATE INDEX IX_Education_Person ON Education (PersonId);

CREATE TABLE WorkHistory (
    Seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Id TEXT NOT NULL,
    PersonId TEXT NOT NULL REFERENCES Person (Id),
    IscoCode TEXT NULL REFERENCES OccupationGroup (Code),
    Title TEXT NOT NULL,
    EmployerName TEXT NULL,
    Country TEXT NOT NULL,
    StartedOn TEXT NOT NULL,
    EndedOn TEXT NULL
);
CREATE UNIQUE INDEX UX_WorkHistory_Id ON WorkHistory (Id);
CREATE INDEX IX_WorkHistory_Person ON WorkHistory (PersonId);

CREATE TABLE PersonSkill (
    PersonId TEXT NOT NULL REFERENCES Person (Id),
    SkillId INTEGER NOT NULL REFERENCES Skill (Id),
    Level INTEGER NOT NULL,
    PRIMARY KEY (PersonId, SkillId)
);

CREATE TABLE PersonLanguage (
    PersonId TEXT NOT NULL REFERENCES Person (Id),
    LanguageCode TEXT NOT NULL,
    Level INTEGER NOT NULL,
    PRIMARY KEY (PersonId, LanguageCode)
);

CREATE TABLE PersonLicence (
    PersonId TEXT NOT NULL REFERENCES Person (Id),
    LicenceCode TEXT NOT NULL,
    ExpiresOn TEXT NULL,
    PRIMARY KEY (PersonId, LicenceCode)
);

CREATE TABLE PersonCertificate (
    Seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Id TEXT NOT NULL,
    PersonId TEXT NOT NULL REFERENCES Person (Id),
    Name TEXT NOT NULL,
    Issuer TEXT NULL,
    CqfLevel INTEGER NULL,
    IssuedOn TEXT NULL
);
CREATE UNIQUE INDEX UX_PersonCertificate_Id ON PersonCertificate (Id);
CREATE INDEX IX_PersonCertificate_Person ON PersonCertificate (PersonId);

-- What work she looks for; the wage is riel a month.
CREATE TABLE Wish (
    PersonId TEXT NOT NULL PRIMARY KEY REFERENCES Person (Id),
    MinimumWageKhr INTEGER NULL,
    HoursCode TEXT NULL,
    ContractCode TEXT NULL,
    MayMove bit NOT NULL,
    MaxDistanceKm INTEGER NULL,
    Version INTEGER NOT NULL
);

CREATE TABLE WishOccupation (
    PersonId TEXT NOT NULL REFERENCES Person (Id),
    IscoCode TEXT NOT NULL REFERENCES OccupationGroup (Code),
    Rank INTEGER NOT NULL,
    PRIMARY KEY (PersonId, IscoCode)
);

CREATE TABLE WishProvince (
    PersonId TEXT NOT NULL REFERENCES Person (Id),
    ProvinceCode TEXT NOT NULL REFERENCES Province (Code),
    PRIMARY KEY (PersonId, ProvinceCode)
);

CREATE TABLE AccommodationNeed (
    PersonId TEXT NOT NULL REFERENCES Person (Id),
    AccommodationCode TEXT NOT NULL,
    UseAsFilter bit NOT NULL,
    PRIMARY KEY (PersonId, AccommodationCode)
);

CREATE TABLE CvVersion (
    Seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Id TEXT NOT NULL,
    PersonId TEXT NOT NULL REFERENCES Person (Id),
    Number INTEGER NOT NULL,
    IsCurrent bit NOT NULL,
    Document BLOB NOT NULL,
    CreatedAt TEXT NOT NULL
);
CREATE UNIQUE INDEX UX_CvVersion_Id ON CvVersion (Id);
CREATE UNIQUE INDEX UX_CvVersion_Number ON CvVersion (PersonId, Number);
CREATE UNIQUE INDEX UX_CvVersion_Current ON CvVersion (PersonId) WHERE IsCurrent = 1;

-- The timeline of a case: a stable word for what happened, and ids; Note is an officer's own text.
CREATE TABLE CaseEvent (
    Seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Id TEXT NOT NULL,
    CaseFileId TEXT NOT NULL REFERENCES CaseFile (Id),
    At TEXT NOT NULL,
    Kind TEXT NOT NULL,
    AccountId TEXT NOT NULL,
    SubjectId TEXT NULL,
    Note TEXT NULL
);
CREATE UNIQUE INDEX UX_CaseEvent_Id ON CaseEvent (Id);
CREATE INDEX IX_CaseEvent_Case ON CaseEvent (CaseFileId, At);

CREATE TABLE TransferRequest (
    Seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Id TEXT NOT NULL,
    CaseFileId TEXT NOT NULL REFERENCES CaseFile (Id),
    ToCentreId TEXT NOT NULL REFERENCES Centre (Id),
    DecidingCentreId TEXT NOT NULL REFERENCES Centre (Id),
    RequestedBy TEXT NOT NULL REFERENCES Account (Id),
    RequestedAt TEXT NOT NULL,
    Reason TEXT NOT NULL,
    Status TEXT NOT NULL,
    DecidedBy TEXT NULL REFERENCES Account (Id),
    DecidedAt TEXT NULL
);
CREATE UNIQUE INDEX UX_TransferRequest_Id ON TransferRequest (Id);
CREATE INDEX IX_TransferRequest_Deciding ON TransferRequest (DecidingCentreId) WHERE DecidedAt IS NULL;
CREATE UNIQUE INDEX UX_TransferRequest_Open ON TransferRequest (CaseFileId, ToCentreId) WHERE DecidedAt IS NULL;

-- The lists of a profile (skills, education …) are written whole; each has a version of its own. No row is version 0.
CREATE TABLE ProfilePart (
    PersonId TEXT NOT NULL REFERENCES Person (Id),
    Part TEXT NOT NULL,
    Version INTEGER NOT NULL,
    PRIMARY KEY (PersonId, Part)
);

-- Answers of the duplicate search that named another centre, counted against the hourly limit of an account.
CREATE TABLE OutsideAnswer (
    Seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    AccountId TEXT NOT NULL,
    At TEXT NOT NULL
);
CREATE INDEX IX_OutsideAnswer_Account ON OutsideAnswer (AccountId, At);

-- Case numbers run by centre and year: PREFIX-YEAR-SERIAL.
CREATE TABLE NumberSeries (
    Series TEXT NOT NULL PRIMARY KEY,
    LastNumber INTEGER NOT NULL
);
