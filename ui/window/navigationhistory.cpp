#include "ui/window/navigationhistory.h"

namespace persistence {

namespace {
constexpr size_t kMaxPlaces = 200;
}

void NavigationHistory::visit(const Place &place)
{
    if (!m_places.empty() && m_places[m_current].group == place.group) {
        m_places[m_current] = place;
        return;
    }
    if (!m_places.empty())
        m_places.resize(m_current + 1);
    m_places.push_back(place);
    if (m_places.size() > kMaxPlaces)
        m_places.erase(m_places.begin());
    m_current = m_places.size() - 1;
}

void NavigationHistory::clear()
{
    m_places.clear();
    m_current = 0;
}

} // namespace persistence
