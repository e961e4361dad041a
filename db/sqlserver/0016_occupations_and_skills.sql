-- A licence or certificate that the law requires of whoever works in an occupation: ISCO-08 code of any length, code of list
-- licence, and the law in words. A row that left the list is closed by ValidTo, never deleted.
CREATE TABLE RegulatedOccupation (
    IscoPrefix nvarchar(4) COLLATE Latin1_General_100_BIN2 NOT NULL REFERENCES OccupationGroup (Code),
    LicenceCode nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    LawEn nvarchar(400) COLLATE Latin1_General_100_BIN2 NOT NULL,
    LawKm nvarchar(400) COLLATE Latin1_General_100_BIN2 NOT NULL,
    ValidFrom date NOT NULL,
    ValidTo date NULL,
    PRIMARY KEY (IscoPrefix, LicenceCode)
);

-- What ESCO says of two skills (Kind: broader, essential, optional), or of a skill and the group it belongs to (Kind: group).
CREATE TABLE EscoSkillRelation (
    SkillUri nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL REFERENCES EscoSkill (Uri),
    OtherUri nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Kind nvarchar(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
    PRIMARY KEY (SkillUri, OtherUri, Kind)
);

-- A skill of the list is found by the ESCO skill that it is.
CREATE UNIQUE INDEX UX_Skill_EscoUri ON Skill (EscoUri) WHERE EscoUri IS NOT NULL;
