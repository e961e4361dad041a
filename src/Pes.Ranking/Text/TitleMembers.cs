namespace Pes.Ranking.Text;

/// <summary>What the two members make of a title: the shares of the vote and the probabilities, by class.</summary>
internal sealed record TitleOpinion(float[] Votes, float[] Probabilities)
{
    /// <summary>The mixture by class; the classifier alone where no known title is near.</summary>
    /// <param name="share">How much the votes count, 0 to 1.</param>
    public float[] Mixed(double share)
    {
        var votes = OfVotes(share);
        var mixed = new float[Votes.Length];
        for (var c = 0; c < mixed.Length; c++)
        {
            mixed[c] = (votes * Votes[c]) + ((1 - votes) * Probabilities[c]);
        }

        return mixed;
    }

    /// <summary>The mixture's mass in some classes.</summary>
    public double Mass(double share, Range classes)
    {
        var votes = OfVotes(share);
        var mass = 0f;
        foreach (var (vote, probability) in Votes[classes].Zip(Probabilities[classes]))
        {
            mass += (votes * vote) + ((1 - votes) * probability);
        }

        return mass;
    }

    private float OfVotes(double share) => Array.Exists(Votes, v => v > 0) ? (float)share : 0;
}

/// <summary>Both members of <see cref="LearnedTitleCoder"/> over one vocabulary.</summary>
internal sealed class TitleMembers
{
    private const float LabelWeight = 0.3f;
    private const float OwnWeight = 1;

    private readonly int _classes;
    private readonly TitleVocabulary _vocabulary;
    private readonly TitleNeighbours _neighbours;
    private readonly TitleSoftmax _softmax;

    public TitleMembers(TitleClasses classes, IReadOnlyList<OccupationTitle> titles)
    {
        _classes = classes.Count;
        _vocabulary = new(titles);
        TitleLesson[] lessons =
        [
            .. titles.Select(t => new TitleLesson(_vocabulary.Vector(t.Title), classes.Of(t), WeightOf(t.Source)))
                .Where(l => l.Title.Features.Length > 0),
        ];
        _neighbours = new(_vocabulary.Count, lessons);
        _softmax = new(_vocabulary.Count, classes.Starts, lessons);
    }

    private static float WeightOf(TitleSource source) => source switch
    {
        TitleSource.Label => LabelWeight,
        TitleSource.Own => OwnWeight,
        _ => 1,
    };

    /// <summary>Null where no feature of the title is known.</summary>
    public TitleOpinion? Opinion(string title)
    {
        var vector = _vocabulary.Vector(title);
        if (vector.Features.Length == 0)
        {
            return null;
        }

        TitleOpinion opinion = new(new float[_classes], new float[_classes]);
        _neighbours.Vote(vector, opinion.Votes);
        _softmax.Predict(vector, opinion.Probabilities);
        return opinion;
    }
}
