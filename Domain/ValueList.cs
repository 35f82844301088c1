using System.Collections;
using System.Runtime.CompilerServices;

namespace LaborMarketplace.Domain;

/// <summary>An immutable list that equals another when their elements do, so that records holding it compare by value.</summary>
[CollectionBuilder(typeof(ValueList), nameof(ValueList.Create))]
public sealed class ValueList<T> : IReadOnlyList<T>, IEquatable<ValueList<T>>
{
    private readonly T[] _items;

    internal ValueList(T[] items) => _items = items;

    public static ValueList<T> Empty { get; } = new([]);

    public int Count => _items.Length;

    public T this[int index] => _items[index];

    public ValueList<T> Add(T item) => new([.. _items, item]);

    public ValueList<T> Where(Func<T, bool> keep) => new(Array.FindAll(_items, item => keep(item)));

    public bool Equals(ValueList<T>? other) => other is not null && _items.AsSpan().SequenceEqual(other._items);

    public override bool Equals(object? obj) => Equals(obj as ValueList<T>);

    public override int GetHashCode() =>
        _items.Aggregate(new HashCode(), (hash, item) => { hash.Add(item); return hash; }).ToHashCode();

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();

    public override string ToString() => $"[{string.Join(", ", _items)}]";
}

/// <summary>Makes <see cref="ValueList{T}"/>s, also from collection expressions.</summary>
public static class ValueList
{
    public static ValueList<T> Create<T>(ReadOnlySpan<T> items) => items.IsEmpty ? ValueList<T>.Empty : new(items.ToArray());

    public static ValueList<T> ToValueList<T>(this IEnumerable<T> items) => Create<T>(items.ToArray());
}
