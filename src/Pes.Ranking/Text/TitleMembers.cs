using System.Globalization;
using Pes.Ranking.Learning;

namespace Pes.Ranking.Text;

/// <summary>What the members make of a title: the shares of the vote and the probabilities, by class; each sums to 1, or is 0 throughout.</summary>
internal sealed class TitleOpinion(float[] votes, float[] probabilities, float[] reading)
{
    // Chosen on the validation fifth (docs/text.md): what a class has that a member did not think of, and the share of the reading.
    private const double Floor = 0.003;
    private const float ReadingShare = 0.3f;

    private readonly bool _isNear = Array.Exists(votes, v => v > 0);
    private readonly float[] _votes = Logarithms(votes), _probabilities = Logarithms(probabilities), _reading = Logarithms(reading);

    /// <summary>The weighted geometric mean by class, which sums to 1; without the votes where no known title is near.</summary>
    /// <param name="share">How much the votes count beside the classifier, 0 to 1.</param>
    public float[] Mixed(double share)
    {
        var ofVotes = (1 - ReadingShare) * (_isNear ? (float)share : 0);
        var ofProbabilities = 1 - ReadingShare - ofVotes;
        var mixed = new float[_votes.Length];
        var sum = 0f;
        for (var c = 0; c < mixed.Length; c++)
        {
            var mean = (ofVotes * _votes[c]) + (ofProbabilities * _probabilities[c]) + (ReadingShare * _reading[c]);
            sum += mixed[c] = (float)Math.Max(0, StableMath.Exp(mean) - Floor);
        }

        for (var c = 0; c < mixed.Length && sum > 0; c++)
        {
            mixed[c] /= sum;
        }

        return mixed;
    }

    private static float[] Logarithms(float[] masses) => Array.ConvertAll(masses, m => m == 0 ? LogOfFloor : (float)(StableMath.Log2(m + Floor) * Ln2));

    private const double Ln2 = 0.693147180559945309;

    private static readonly float LogOfFloor = (float)(StableMath.Log2(Floor) * Ln2);
}

/// <summary>
/// The members of <see cref="LearnedTitleCoder"/>: votes and classifier over one vocabulary, of titles that were judged, that are ours and that
/// are labels; and the reading of a <see cref="TitleCoder"/>, which learns from placed titles too.
/// </summary>
internal sealed class TitleMembers
{
    private const float LabelWeight = 0.3f;
    private const int Read = 60;

    private readonly int _classes;
    private readonly TitleVocabulary _vocabulary;
    private readonly TitleNeighbours _neighbours;
    private readonly TitleSoftmax _softmax;
    private readonly TitleCoder _reader;

    public TitleMembers(TitleClasses classes, IReadOnlyList<OccupationTitle> titles)
    {
        _classes = classes.Count;
        OccupationTitle[] known = [.. titles.Where(t => t.Source != TitleSource.Placed)];
        _vocabulary = new([.. known.Select(t => t.Title)]);
        TitleLesson[] lessons =
        [
            .. known.Select(t => new TitleLesson(_vocabulary.Vector(t.Title), classes.Of(t), t.Source == TitleSource.Label ? LabelWeight : 1))
                .Where(l => l.Title.Features.Length > 0),
        ];
        _neighbours = new(_vocabulary.Count, lessons);
        _softmax = new(_vocabulary.Count, classes.Starts, lessons);
        _reader = new(titles.Select(t => new TitleExample(t.Title, classes.Of(t).ToString(CultureInfo.InvariantCulture))));
    }

    /// <summary>Null where no feature of the title is known.</summary>
    public TitleOpinion? Opinion(string title)
    {
        var vector = _vocabulary.Vector(title);
        if (vector.Features.Length == 0)
        {
            return null;
        }

        var (votes, probabilities, reading) = (new float[_classes], new float[_classes], new float[_classes]);
        _neighbours.Vote(vector, votes);
        _softmax.Predict(vector, probabilities);
        var read = _reader.Code(title, Read);

        // A title of noise alone is near to everything and surely nothing.
        var total = read.Sum(r => r.Confidence);
        foreach (var (number, confidence) in total > 0 ? read : [])
        {
            reading[int.Parse(number, CultureInfo.InvariantCulture)] = (float)(confidence / total);
        }

        return new(votes, probabilities, reading);
    }
}
