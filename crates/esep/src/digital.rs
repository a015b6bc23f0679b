//! Digital services: the app, electronic cards, what is given and published online.

use crate::figure::{Count, Share};
use crate::membership::Membership;
use crate::record::record;

record! {
    /// The digital services of an organization in a half-year.
    ///
    /// ```
    /// use esep::{Count, Digital, Members, Membership, Record};
    /// let digital = Digital {
    ///     app_users: Count::new(120),
    ///     cards_issued: Count::new(360),
    ///     ..Digital::EMPTY
    /// };
    /// let membership = Membership {
    ///     members: Members { working: Count::new(480), ..Members::EMPTY },
    ///     ..Membership::EMPTY
    /// };
    /// assert_eq!(digital.share_using_app(&membership).unwrap().to_amount(0).plain(), "25");
    /// assert_eq!(digital.share_with_card(&membership).unwrap().to_amount(0).plain(), "75");
    /// assert_eq!(digital.share_using_app(&Membership::EMPTY), None);
    /// ```
    Digital of "digital" {
        /// Members who use the app, in persons, on the last day.
        app_users: Count = "app-users",
        /// Members with an electronic card, in persons, on the last day.
        cards_issued: Count = "cards-issued",
        /// Consultations given online.
        consultations_online: Count = "consultations-online",
        /// Publications on the website and in social networks.
        publications: Count = "publications",
        /// Videos published.
        videos: Count = "videos",
    }
}

impl Digital {
    /// Members who use the app over all members of the same organization; `None` where these are 0
    /// or fewer.
    pub fn share_using_app(&self, membership: &Membership) -> Option<Share> {
        Share::new(self.app_users, membership.gross()?)
    }

    /// Members with an electronic card over all members of the same organization; `None` where
    /// these are 0 or fewer.
    pub fn share_with_card(&self, membership: &Membership) -> Option<Share> {
        Share::new(self.cards_issued, membership.gross()?)
    }
}
