#pragma once

#include "model/workspace/groups.h"

#include <vector>

namespace persistence {

/// A place one can go back to: a group, and the record that was selected in it.
struct Place
{
    Group group;
    RecordRow record;

    bool operator==(const Place &) const = default;
};

/// The places visited, as in a browser: going somewhere new drops what lay ahead.
class NavigationHistory final
{
public:
    /// The user went to \a place. The same place twice counts once; another record of the same group replaces the last one, so that
    /// Back leads to the group before and not through every record that was passed.
    void visit(const Place &place);
    [[nodiscard]] bool canGoBack() const { return m_current > 0; }
    [[nodiscard]] bool canGoForward() const { return m_current + 1 < m_places.size(); }
    /// Only when possible.
    Place back() { return m_places[--m_current]; }
    Place forward() { return m_places[++m_current]; }
    void clear();

private:
    std::vector<Place> m_places;
    size_t m_current = 0;
};

} // namespace persistence
