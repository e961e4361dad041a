-- A licence or certificate that the law requires of whoever works in an occupation: ISCO-08 code of any length, code of list
-- licence, and the law in words. A row that left the list is closed by ValidTo, never deleted.
CREATE TABLE RegulatedOccupation (
    IscoPrefix TEXT NOT NULL REFERENCES OccupationGroup (Code),
    LicenceCode TEXT NOT NULL,
    LawEn TEXT NOT NULL,
    LawKm TEXT NOT NULL,
    ValidFrom TEXT NOT NULL,
    ValidTo TEXT NULL,
    PRIMARY KEY (IscoPrefix, LicenceCode)
);

-- What ESCO says of two skills (Kind: broader, essential, optional), or of a skill and the group it belongs to (Kind: group).
CREATE TABLE EscoSkillRelation (
    SkillUri TEXT NOT NULL REFERENCES EscoSkill (Uri),
    OtherUri TEXT NOT NULL,
    Kind TEXT NOT NULL,
    PRIMARY KEY (SkillUri, OtherUri, Kind)
);

-- A skill of the list is found by the ESCO skill that it is.
CREATE UNIQUE INDEX UX_Skill_EscoUri ON Skill (EscoUri) WHERE EscoUri IS NOT NULL;
