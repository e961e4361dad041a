using System.Runtime.InteropServices;

namespace Pes.Ranking.MLNet.Tests;

/// <summary>LightGBM itself, through its C interface: trains a model, writes it as text, reads one, and scores by it.</summary>
internal sealed partial class LightGbm : IDisposable
{
    private const string Library = "lib_lightgbm";
    private const int Float32 = 0;
    private const int Int32 = 2;
    private const int Raw = 1;
    private const int Contributions = 3;

    private readonly IntPtr booster;

    private LightGbm(IntPtr booster) => this.booster = booster;

    /// <param name="values">Rows × features.</param>
    /// <param name="querySizes">Rows of each query; none for other objectives than ranking.</param>
    public static LightGbm Train(string parameters, int trees, float[] values, int features, float[] labels, int[] querySizes, string[] names)
    {
        parameters += " verbosity=-1 num_threads=1 deterministic=true seed=7";
        Check(LGBM_DatasetCreateFromMat(values, Float32, labels.Length, features, 1, parameters, IntPtr.Zero, out var rows));
        Check(LGBM_DatasetSetField(rows, "label", labels, labels.Length, Float32));
        if (querySizes.Length > 0)
        {
            Check(LGBM_DatasetSetField(rows, "group", querySizes, querySizes.Length, Int32));
        }

        Check(LGBM_DatasetSetFeatureNames(rows, names, names.Length));
        Check(LGBM_BoosterCreate(rows, parameters, out var booster));
        for (var tree = 0; tree < trees; tree++)
        {
            Check(LGBM_BoosterUpdateOneIter(booster, out var finished));
            if (finished != 0)
            {
                break;
            }
        }

        Check(LGBM_DatasetFree(rows));
        return new(booster);
    }

    public static LightGbm Read(string model)
    {
        Check(LGBM_BoosterLoadModelFromString(model, out _, out var booster));
        return new(booster);
    }

    /// <summary>The model as a file holds it.</summary>
    public string Text()
    {
        Check(LGBM_BoosterSaveModelToString(booster, 0, -1, 0, 0, out var length, []));
        var text = new byte[length];
        Check(LGBM_BoosterSaveModelToString(booster, 0, -1, 0, length, out _, text));
        return System.Text.Encoding.UTF8.GetString(text, 0, (int)length - 1);
    }

    /// <summary>One score a row, before any function of the objective.</summary>
    public double[] Scores(float[] values, int features) => Predict(values, features, Raw, 1);

    /// <summary>Features + 1 a row: what each feature added, and what is usual.</summary>
    public double[] Explained(float[] values, int features) => Predict(values, features, Contributions, features + 1);

    public void Dispose() => Check(LGBM_BoosterFree(booster));

    private double[] Predict(float[] values, int features, int kind, int width)
    {
        var rows = values.Length / features;
        var result = new double[rows * width];
        Check(LGBM_BoosterPredictForMat(booster, values, Float32, rows, features, 1, kind, 0, -1, "num_threads=1", out _, result));
        return result;
    }

    private static void Check(int code)
    {
        if (code != 0)
        {
            throw new InvalidOperationException(Marshal.PtrToStringUTF8(LGBM_GetLastError()));
        }
    }

    [LibraryImport(Library)]
    private static partial IntPtr LGBM_GetLastError();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LGBM_DatasetCreateFromMat(float[] data, int type, int rows, int columns, int isRowMajor, string parameters, IntPtr reference, out IntPtr made);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LGBM_DatasetSetField(IntPtr rows, string field, float[] data, int count, int type);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LGBM_DatasetSetField(IntPtr rows, string field, int[] data, int count, int type);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LGBM_DatasetSetFeatureNames(IntPtr rows, string[] names, int count);

    [LibraryImport(Library)]
    private static partial int LGBM_DatasetFree(IntPtr rows);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LGBM_BoosterCreate(IntPtr rows, string parameters, out IntPtr made);

    [LibraryImport(Library)]
    private static partial int LGBM_BoosterUpdateOneIter(IntPtr booster, out int finished);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LGBM_BoosterLoadModelFromString(string model, out int iterations, out IntPtr made);

    [LibraryImport(Library)]
    private static partial int LGBM_BoosterSaveModelToString(IntPtr booster, int from, int count, int importance, long room, out long length, [Out] byte[] text);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LGBM_BoosterPredictForMat(
        IntPtr booster, float[] data, int type, int rows, int columns, int isRowMajor, int kind, int from, int count, string parameters, out long length, [Out] double[] result);

    [LibraryImport(Library)]
    private static partial int LGBM_BoosterFree(IntPtr booster);
}
