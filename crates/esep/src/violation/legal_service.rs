//! The results of the legal service's work: Form No. 7.

use super::Violations;
use crate::figure::{Count, Money, Rational, Share};
use crate::record::{parts, per, record};

parts! {
    /// Consultations on legal questions by the way they were given. Every one is in exactly one
    /// part.
    Consultations, each a
    /// How a consultation was given.
    ConsultationChannel {
        /// In person.
        InPerson => in_person: "in-person",
        /// By telephone.
        ByTelephone => by_telephone: "by-telephone",
        /// In newspapers, on radio or television.
        InMedia => in_media: "in-media",
        /// On the internet.
        Online => online: "online",
    }
}

record! {
    /// The results of the legal service's work in a period: Form No. 7, as printed in the report of
    /// the sectoral union of education and science workers of Kazakhstan for 2020-H1.
    ///
    /// No relation holds between claims sent, documents drafted and representations: a claim may be
    /// drafted in one period, sent in the next and heard in a third.
    ///
    /// ```
    /// use esep::{Count, Currency, LegalService, Money, Record, Violations};
    /// let service = LegalService {
    ///     inspectors: Count::new(40),
    ///     organizations_inspected: Count::new(1_191),
    ///     violations: Violations { pay: Count::new(1_093), ..Violations::EMPTY },
    ///     proposals: Count::new(580),
    ///     proposals_answered: Count::new(534),
    ///     reinstated: Count::new(54),
    ///     reinstated_by_court: Count::new(3),
    ///     money_returned: Money::new(&653_893_331.into(), Currency::KZT).unwrap(),
    ///     economic_effect: Money::new(&729_570_375.into(), Currency::KZT).unwrap(),
    ///     ..LegalService::EMPTY
    /// };
    /// let rounded = |rate: Option<esep::Rational>| rate.unwrap().round(0).to_string();
    /// assert_eq!(rounded(service.violations_per_organization_inspected()), "1");
    /// assert_eq!(rounded(service.organizations_inspected_per_inspector()), "30");
    /// assert_eq!(rounded(service.money_returned_per_inspector()), "16347333");
    /// assert_eq!(rounded(service.economic_effect_per_inspector()), "18239259");
    /// assert_eq!(service.share_reinstated_by_court().unwrap().to_amount(1).plain(), "5.6");
    /// assert_eq!(service.violations_per_inspector().unwrap().round(1).to_string(), "273/10");
    /// assert_eq!(service.share_of_proposals_answered().unwrap().to_amount(1).plain(), "92.1");
    /// assert_eq!(service.share_of_effect_returned().unwrap().round(3).to_string(), "112/125");
    /// assert_eq!(LegalService::EMPTY.violations_per_inspector(), None);
    /// ```
    LegalService of "legal-service" {
        /// Line 1: the staff, in positions.
        staff: Count = "staff",
        /// Line 2: legal labor inspectors, in persons.
        inspectors: Count = "inspectors",
        /// Line 3: organizations in which the observance of labor legislation was controlled.
        organizations_inspected: Count = "organizations-inspected",
        /// Line 4: violations found, by category.
        violations: Violations = "violations",
        /// Line 5: proposals to remedy that were sent to employers, in documents.
        proposals: Count = "proposals",
        /// Line 5: those of the proposals to which an answer came that the violations were remedied.
        proposals_answered: Count = "proposals.answered",
        /// Line 6: materials sent to state bodies, in documents.
        referred_to_authorities: Count = "referred-to-authorities",
        /// Line 7: claims sent to court.
        claims_sent_to_court: Count = "claims-sent-to-court",
        /// Line 8: claims and other documents for courts that were drafted.
        court_documents_drafted: Count = "court-documents-drafted",
        /// Line 9: cases in which members were represented in court.
        court_representations: Count = "court-representations",
        /// Line 10: persons reinstated.
        reinstated: Count = "reinstated",
        /// Line 10: those of the reinstated who went through the courts.
        reinstated_by_court: Count = "reinstated.by-court",
        /// Line 11: unlawful dismissals prevented.
        dismissals_prevented: Count = "dismissals-prevented",
        /// Line 12: unlawfully withheld or unpaid money returned to members.
        money_returned: Money = "money-returned",
        /// Line 13: written applications considered.
        applications_considered: Count = "applications-considered",
        /// Line 14: consultations, by the way they were given.
        consultations: Consultations = "consultations",
        /// Line 15: lectures and talks.
        lectures: Count = "lectures",
        /// Line 16: seminars.
        seminars: Count = "seminars",
        /// Line 17: guidance issued for union committees, in documents.
        guidance_issued: Count = "guidance-issued",
        /// Line 18: what the service was worth in money; the money returned is part of it.
        economic_effect: Money = "economic-effect",
    }
}

impl LegalService {
    /// Violations found per organization inspected; `None` where none was inspected.
    #[doc(alias = "violations_per_inspection")]
    pub fn violations_per_organization_inspected(&self) -> Option<Rational> {
        per(self.violations.total()?, self.organizations_inspected)
    }

    /// Violations found per legal labor inspector; `None` where there is none.
    pub fn violations_per_inspector(&self) -> Option<Rational> {
        per(self.violations.total()?, self.inspectors)
    }

    /// Organizations inspected per legal labor inspector; `None` where there is none.
    pub fn organizations_inspected_per_inspector(&self) -> Option<Rational> {
        per(self.organizations_inspected, self.inspectors)
    }

    /// Money returned per legal labor inspector, in the currency's unit; `None` where there is
    /// none.
    pub fn money_returned_per_inspector(&self) -> Option<Rational> {
        per(self.money_returned.to_rational(), self.inspectors)
    }

    /// Economic effect per legal labor inspector, in the currency's unit; `None` where there is
    /// none.
    pub fn economic_effect_per_inspector(&self) -> Option<Rational> {
        per(self.economic_effect.to_rational(), self.inspectors)
    }

    /// Answers over proposals; `None` where nothing was proposed, or there are more answers.
    pub fn share_of_proposals_answered(&self) -> Option<Share> {
        Share::new(self.proposals_answered, self.proposals)
    }

    /// Money returned over the economic effect; `None` where there was no effect, or the amounts are
    /// of different currencies.
    pub fn share_of_effect_returned(&self) -> Option<Rational> {
        let is_one_currency = self.money_returned.currency() == self.economic_effect.currency();
        let effect = is_one_currency.then(|| self.economic_effect.to_rational())?;
        self.money_returned.to_rational().checked_div(&effect)
    }

    /// Those reinstated by the courts over all reinstated; `None` where nobody was, or fewer.
    pub fn share_reinstated_by_court(&self) -> Option<Share> {
        Share::new(self.reinstated_by_court, self.reinstated)
    }
}
