using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Pes.Ranking.Learning;

namespace Pes.Ranking.Text;

/// <summary>A title to learn from: its vector, its class and how much it counts.</summary>
internal readonly record struct TitleLesson(TitleVector Title, int Class, float Weight);

/// <summary>
/// A linear classifier of low rank over averaged features (after fastText, Joulin and others 2016): a title is the
/// weighted sum of its features' vectors, and two exact softmaxes give P(group) × P(class | group). Learnt by
/// stochastic gradient descent in one fixed order with one fixed order of addition: the same bits on every machine.
/// </summary>
internal sealed class TitleSoftmax
{
    private const int Width = 64;
    private const int Epochs = 5;
    private const float Rate = 0.2f;
    private const float NoStep = 1e-5f;
    private const ulong Seed = 20_260_611;

    private readonly float[] _features;
    private readonly SoftmaxLayer _groups;
    private readonly SoftmaxLayer[] _classes;
    private readonly int[] _starts;

    /// <param name="features">Size of the vocabulary.</param>
    /// <param name="starts">Group g has the classes from starts[g] to starts[g + 1] - 1.</param>
    /// <param name="lessons">In the order that decides the bits.</param>
    public TitleSoftmax(int features, int[] starts, IReadOnlyList<TitleLesson> lessons)
    {
        _starts = starts;
        _groups = new(starts.Length - 1);
        _classes = [.. starts.Zip(starts.Skip(1), (from, to) => new SoftmaxLayer(to - from))];
        _features = new float[features * Width];
        var draw = new Draw(Seed);
        for (var i = 0; i < _features.Length; i++)
        {
            _features[i] = (((draw.Next() >> 40) / (float)(1 << 23)) - 1) / Width;
        }

        Learn(lessons, draw);
    }

    /// <summary>Probabilities of the classes, which sum to 1.</summary>
    public void Predict(TitleVector title, Span<float> probabilities)
    {
        Span<float> hidden = stackalloc float[Width];
        Embed(title, hidden);
        Span<float> groups = stackalloc float[_classes.Length];
        _groups.Predict(hidden, groups);
        for (var g = 0; g < _classes.Length; g++)
        {
            var within = probabilities[_starts[g].._starts[g + 1]];
            _classes[g].Predict(hidden, within);
            for (var c = 0; c < within.Length; c++)
            {
                within[c] *= groups[g];
            }
        }
    }

    private void Learn(IReadOnlyList<TitleLesson> lessons, Draw draw)
    {
        Span<float> hidden = stackalloc float[Width];
        Span<float> gradient = stackalloc float[Width];
        Span<float> room = new float[Math.Max(_classes.Length, _classes.Max(c => c.Size))];
        var (step, steps) = (0f, (float)lessons.Count * Epochs);
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            foreach (var at in draw.Shuffled(lessons.Count))
            {
                var (title, right, weight) = lessons[at];
                var rate = Rate * (1 - (step++ / steps)) * weight;
                Embed(title, hidden);
                gradient.Clear();
                var group = _starts.AsSpan().BinarySearch(right);
                group = group < 0 ? ~group - 1 : group;
                _groups.Learn(hidden, group, rate, gradient, room);
                _classes[group].Learn(hidden, right - _starts[group], rate, gradient, room);
                for (var i = 0; i < title.Features.Length; i++)
                {
                    Lanes.Add(rate * title.Weights[i], gradient, _features.AsSpan(title.Features[i] * Width, Width));
                }
            }
        }
    }

    private void Embed(TitleVector title, Span<float> hidden)
    {
        hidden.Clear();
        for (var i = 0; i < title.Features.Length; i++)
        {
            Lanes.Add(title.Weights[i], _features.AsSpan(title.Features[i] * Width, Width), hidden);
        }
    }

    private sealed class SoftmaxLayer(int size)
    {
        private readonly float[] _weights = new float[size * Width];
        private readonly float[] _bias = new float[size];

        public int Size => size;

        public void Predict(ReadOnlySpan<float> hidden, Span<float> probabilities)
        {
            var best = float.MinValue;
            for (var c = 0; c < size; c++)
            {
                probabilities[c] = Lanes.Dot(_weights.AsSpan(c * Width, Width), hidden) + _bias[c];
                best = Math.Max(best, probabilities[c]);
            }

            var sum = 0f;
            for (var c = 0; c < size; c++)
            {
                sum += probabilities[c] = (float)StableMath.Exp(probabilities[c] - best);
            }

            for (var c = 0; c < size; c++)
            {
                probabilities[c] /= sum;
            }
        }

        /// <summary>One step towards the right class; adds what the hidden vector should have been more of.</summary>
        public void Learn(ReadOnlySpan<float> hidden, int right, float rate, Span<float> gradient, Span<float> room)
        {
            if (size < 2)
            {
                return;
            }

            Predict(hidden, room);
            for (var c = 0; c < size; c++)
            {
                var error = (c == right ? 1 : 0) - room[c];
                if (Math.Abs(error) >= NoStep)
                {
                    var weights = _weights.AsSpan(c * Width, Width);
                    Lanes.Add(error, weights, gradient);
                    Lanes.Add(rate * error, hidden, weights);
                    _bias[c] += rate * error;
                }
            }
        }
    }

    /// <summary>Sums in eight fixed lanes, so that the width of the machine's registers does not change a bit.</summary>
    private static class Lanes
    {
        public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
        {
            var left = MemoryMarshal.Cast<float, Vector256<float>>(a);
            var right = MemoryMarshal.Cast<float, Vector256<float>>(b);
            var sums = Vector256<float>.Zero;
            for (var i = 0; i < left.Length; i++)
            {
                sums += left[i] * right[i];
            }

            var half = sums.GetLower() + sums.GetUpper();
            return half[0] + half[1] + (half[2] + half[3]);
        }

        /// <summary>target += factor × source.</summary>
        public static void Add(float factor, ReadOnlySpan<float> source, Span<float> target)
        {
            var from = MemoryMarshal.Cast<float, Vector256<float>>(source);
            var to = MemoryMarshal.Cast<float, Vector256<float>>(target);
            var factors = Vector256.Create(factor);
            for (var i = 0; i < to.Length; i++)
            {
                to[i] += from[i] * factors;
            }
        }
    }
}
