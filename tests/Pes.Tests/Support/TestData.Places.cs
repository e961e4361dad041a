using Pes.Ranking.Text;

namespace Pes.Tests.Support;

public sealed partial class TestData
{
    /// <summary>Two districts of Pursat (15) and one of Siem Reap (17), of which one has communes and one of these a village.</summary>
    public Task PlacesAsync() => host.InDatabaseAsync(async db =>
    {
        foreach (var (code, typeEn, typeKm, nameEn, nameKm) in ((string, string, string, string, string)[])
            [
                ("1501", "District", "ស្រុក", "Bakan", "បាកាន"), ("1505", "Municipality", "ក្រុង", "Pursat", "ពោធិ៍សាត់"), ("1710", "Municipality", "ក្រុង", "Siem Reap", "សៀមរាប"),
                ("150101", "Commune", "ឃុំ", "Boeng Bat Kandaol", "បឹងបត់កណ្ដោល"), ("150102", "Commune", "ឃុំ", "Boeng Khnar", "បឹងខ្នារ"), ("15010201", "Village", "ភូមិ", "Srah Rumduol", "ស្រះរំដួល"),
            ])
        {
            await db.ExecuteAsync(
                """
                INSERT INTO Place (Code, Level, ParentCode, ProvinceCode, TypeEn, TypeKm, NameEn, NameKm, FoldedEn, FoldedKm, ValidFrom)
                SELECT @Code, @Level, @ParentCode, @ProvinceCode, @TypeEn, @TypeKm, @NameEn, @NameKm, @FoldedEn, @FoldedKm, @Today
                WHERE NOT EXISTS (SELECT 1 FROM Place WHERE Code = @Code)
                """,
                new
                {
                    Code = code, Level = code.Length / 2, ParentCode = code[..^2], ProvinceCode = code[..2], TypeEn = typeEn, TypeKm = typeKm, NameEn = nameEn, NameKm = nameKm,
                    FoldedEn = KhmerText.FoldKey(nameEn), FoldedKm = KhmerText.FoldKey(nameKm), Today = new DateOnly(2026, 1, 1),
                });
        }

        return 0;
    });
}
