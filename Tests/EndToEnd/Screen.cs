using System.Globalization;
using System.Text;

namespace LaborMarketplace.Tests.EndToEnd;

/// <summary>
/// What a terminal of some width shows when a program's characters come to it. It knows what progress bars use: moving up, erasing,
/// wrapping.
/// </summary>
internal sealed class Screen(int columns)
{
    private const char Escape = '\u001b';

    private readonly List<StringBuilder> _lines = [new()];
    private readonly List<IReadOnlyList<string>> _shown = [];
    private int _line, _column;

    /// <summary>All that was to be seen one after another: each time before the cursor moved up, and the end.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Shown(string characters, int columns)
    {
        var screen = new Screen(columns);
        for (var index = 0; index < characters.Length; index++)
        {
            index = characters[index] == Escape ? screen.Obey(characters, index) : screen.Show(characters[index], index);
        }

        return [.. screen._shown, screen.Lines()];
    }

    private List<string> Lines() => [.. _lines.Select(line => line.ToString().TrimEnd())];

    private int Show(char character, int index)
    {
        if (character == '\r')
        {
            _column = 0;
        }
        else if (character == '\n')
        {
            Down();
        }
        else
        {
            Put(character);
        }

        return index;
    }

    private void Put(char character)
    {
        if (_column == columns)
        {
            Down();
            _column = 0;
        }

        var line = _lines[_line];
        line.Append(' ', Math.Max(0, _column + 1 - line.Length));
        line[_column++] = character;
    }

    private void Down()
    {
        if (++_line == _lines.Count)
        {
            _lines.Add(new StringBuilder());
        }
    }

    /// <returns>Where the sequence ends.</returns>
    private int Obey(string characters, int start)
    {
        var end = start + 1;
        if (end < characters.Length && characters[end] == '[')
        {
            do
            {
                end++;
            }
            while (end < characters.Length - 1 && !char.IsAsciiLetter(characters[end]));
            Obey(characters[end], characters[(start + 2)..end]);
        }

        return end;
    }

    private void Obey(char order, string argument)
    {
        if (order == 'A')
        {
            _shown.Add(Lines());
            _line = Math.Max(0, _line - (argument.Length == 0 ? 1 : int.Parse(argument, CultureInfo.InvariantCulture)));
        }
        else if (order == 'K')
        {
            _lines[_line].Length = Math.Min(_lines[_line].Length, argument == "2" ? 0 : _column);
        }
    }
}
