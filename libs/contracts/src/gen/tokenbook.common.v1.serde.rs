impl serde::Serialize for Balance {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.available != 0 {
            len += 1;
        }
        if self.held != 0 {
            len += 1;
        }
        if self.debt != 0 {
            len += 1;
        }
        if self.version != 0 {
            len += 1;
        }
        if self.locked != 0 {
            len += 1;
        }
        if self.frozen {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.common.v1.Balance", len)?;
        if self.available != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("available", ToString::to_string(&self.available).as_str())?;
        }
        if self.held != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("held", ToString::to_string(&self.held).as_str())?;
        }
        if self.debt != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("debt", ToString::to_string(&self.debt).as_str())?;
        }
        if self.version != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("version", ToString::to_string(&self.version).as_str())?;
        }
        if self.locked != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("locked", ToString::to_string(&self.locked).as_str())?;
        }
        if self.frozen {
            struct_ser.serialize_field("frozen", &self.frozen)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for Balance {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "available",
            "held",
            "debt",
            "version",
            "locked",
            "frozen",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Available,
            Held,
            Debt,
            Version,
            Locked,
            Frozen,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "available" => Ok(GeneratedField::Available),
                            "held" => Ok(GeneratedField::Held),
                            "debt" => Ok(GeneratedField::Debt),
                            "version" => Ok(GeneratedField::Version),
                            "locked" => Ok(GeneratedField::Locked),
                            "frozen" => Ok(GeneratedField::Frozen),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = Balance;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.common.v1.Balance")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<Balance, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut available__ = None;
                let mut held__ = None;
                let mut debt__ = None;
                let mut version__ = None;
                let mut locked__ = None;
                let mut frozen__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Available => {
                            if available__.is_some() {
                                return Err(serde::de::Error::duplicate_field("available"));
                            }
                            available__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Held => {
                            if held__.is_some() {
                                return Err(serde::de::Error::duplicate_field("held"));
                            }
                            held__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Debt => {
                            if debt__.is_some() {
                                return Err(serde::de::Error::duplicate_field("debt"));
                            }
                            debt__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Version => {
                            if version__.is_some() {
                                return Err(serde::de::Error::duplicate_field("version"));
                            }
                            version__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Locked => {
                            if locked__.is_some() {
                                return Err(serde::de::Error::duplicate_field("locked"));
                            }
                            locked__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::Frozen => {
                            if frozen__.is_some() {
                                return Err(serde::de::Error::duplicate_field("frozen"));
                            }
                            frozen__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(Balance {
                    available: available__.unwrap_or_default(),
                    held: held__.unwrap_or_default(),
                    debt: debt__.unwrap_or_default(),
                    version: version__.unwrap_or_default(),
                    locked: locked__.unwrap_or_default(),
                    frozen: frozen__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.common.v1.Balance", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for CostRule {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.rule.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.common.v1.CostRule", len)?;
        if let Some(v) = self.rule.as_ref() {
            match v {
                cost_rule::Rule::Release(v) => {
                    struct_ser.serialize_field("release", v)?;
                }
                cost_rule::Rule::CaptureAll(v) => {
                    struct_ser.serialize_field("captureAll", v)?;
                }
                cost_rule::Rule::CaptureActual(v) => {
                    struct_ser.serialize_field("captureActual", v)?;
                }
                cost_rule::Rule::CaptureFixed(v) => {
                    struct_ser.serialize_field("captureFixed", v)?;
                }
            }
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for CostRule {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "release",
            "capture_all",
            "captureAll",
            "capture_actual",
            "captureActual",
            "capture_fixed",
            "captureFixed",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Release,
            CaptureAll,
            CaptureActual,
            CaptureFixed,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "release" => Ok(GeneratedField::Release),
                            "captureAll" | "capture_all" => Ok(GeneratedField::CaptureAll),
                            "captureActual" | "capture_actual" => Ok(GeneratedField::CaptureActual),
                            "captureFixed" | "capture_fixed" => Ok(GeneratedField::CaptureFixed),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = CostRule;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.common.v1.CostRule")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<CostRule, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut rule__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Release => {
                            if rule__.is_some() {
                                return Err(serde::de::Error::duplicate_field("release"));
                            }
                            rule__ = map_.next_value::<::std::option::Option<_>>()?.map(cost_rule::Rule::Release)
;
                        }
                        GeneratedField::CaptureAll => {
                            if rule__.is_some() {
                                return Err(serde::de::Error::duplicate_field("captureAll"));
                            }
                            rule__ = map_.next_value::<::std::option::Option<_>>()?.map(cost_rule::Rule::CaptureAll)
;
                        }
                        GeneratedField::CaptureActual => {
                            if rule__.is_some() {
                                return Err(serde::de::Error::duplicate_field("captureActual"));
                            }
                            rule__ = map_.next_value::<::std::option::Option<_>>()?.map(cost_rule::Rule::CaptureActual)
;
                        }
                        GeneratedField::CaptureFixed => {
                            if rule__.is_some() {
                                return Err(serde::de::Error::duplicate_field("captureFixed"));
                            }
                            rule__ = map_.next_value::<::std::option::Option<_>>()?.map(cost_rule::Rule::CaptureFixed)
;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(CostRule {
                    rule: rule__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.common.v1.CostRule", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for cost_rule::CaptureActual {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let len = 0;
        let struct_ser = serializer.serialize_struct("tokenbook.common.v1.CostRule.CaptureActual", len)?;
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for cost_rule::CaptureActual {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                            Ok(GeneratedField::__SkipField__)
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = cost_rule::CaptureActual;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.common.v1.CostRule.CaptureActual")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<cost_rule::CaptureActual, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                while map_.next_key::<GeneratedField>()?.is_some() {
                    let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                }
                Ok(cost_rule::CaptureActual {
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.common.v1.CostRule.CaptureActual", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for cost_rule::CaptureAll {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let len = 0;
        let struct_ser = serializer.serialize_struct("tokenbook.common.v1.CostRule.CaptureAll", len)?;
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for cost_rule::CaptureAll {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                            Ok(GeneratedField::__SkipField__)
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = cost_rule::CaptureAll;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.common.v1.CostRule.CaptureAll")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<cost_rule::CaptureAll, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                while map_.next_key::<GeneratedField>()?.is_some() {
                    let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                }
                Ok(cost_rule::CaptureAll {
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.common.v1.CostRule.CaptureAll", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for cost_rule::CaptureFixed {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.tokens != 0 {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.common.v1.CostRule.CaptureFixed", len)?;
        if self.tokens != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("tokens", ToString::to_string(&self.tokens).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for cost_rule::CaptureFixed {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "tokens",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Tokens,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "tokens" => Ok(GeneratedField::Tokens),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = cost_rule::CaptureFixed;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.common.v1.CostRule.CaptureFixed")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<cost_rule::CaptureFixed, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut tokens__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Tokens => {
                            if tokens__.is_some() {
                                return Err(serde::de::Error::duplicate_field("tokens"));
                            }
                            tokens__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(cost_rule::CaptureFixed {
                    tokens: tokens__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.common.v1.CostRule.CaptureFixed", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for cost_rule::Release {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let len = 0;
        let struct_ser = serializer.serialize_struct("tokenbook.common.v1.CostRule.Release", len)?;
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for cost_rule::Release {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                            Ok(GeneratedField::__SkipField__)
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = cost_rule::Release;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.common.v1.CostRule.Release")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<cost_rule::Release, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                while map_.next_key::<GeneratedField>()?.is_some() {
                    let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                }
                Ok(cost_rule::Release {
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.common.v1.CostRule.Release", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for Failure {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.reason != 0 {
            len += 1;
        }
        if !self.message.is_empty() {
            len += 1;
        }
        if !self.fields.is_empty() {
            len += 1;
        }
        if !self.facts.is_empty() {
            len += 1;
        }
        if self.retry_after.is_some() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.common.v1.Failure", len)?;
        if self.reason != 0 {
            let v = Reason::try_from(self.reason)
                .map_err(|_| serde::ser::Error::custom(format!("Invalid variant {}", self.reason)))?;
            struct_ser.serialize_field("reason", &v)?;
        }
        if !self.message.is_empty() {
            struct_ser.serialize_field("message", &self.message)?;
        }
        if !self.fields.is_empty() {
            struct_ser.serialize_field("fields", &self.fields)?;
        }
        if !self.facts.is_empty() {
            struct_ser.serialize_field("facts", &self.facts)?;
        }
        if let Some(v) = self.retry_after.as_ref() {
            struct_ser.serialize_field("retryAfter", v)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for Failure {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "reason",
            "message",
            "fields",
            "facts",
            "retry_after",
            "retryAfter",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Reason,
            Message,
            Fields,
            Facts,
            RetryAfter,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "reason" => Ok(GeneratedField::Reason),
                            "message" => Ok(GeneratedField::Message),
                            "fields" => Ok(GeneratedField::Fields),
                            "facts" => Ok(GeneratedField::Facts),
                            "retryAfter" | "retry_after" => Ok(GeneratedField::RetryAfter),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = Failure;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.common.v1.Failure")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<Failure, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut reason__ = None;
                let mut message__ = None;
                let mut fields__ = None;
                let mut facts__ = None;
                let mut retry_after__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Reason => {
                            if reason__.is_some() {
                                return Err(serde::de::Error::duplicate_field("reason"));
                            }
                            reason__ = Some(map_.next_value::<Reason>()? as i32);
                        }
                        GeneratedField::Message => {
                            if message__.is_some() {
                                return Err(serde::de::Error::duplicate_field("message"));
                            }
                            message__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Fields => {
                            if fields__.is_some() {
                                return Err(serde::de::Error::duplicate_field("fields"));
                            }
                            fields__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Facts => {
                            if facts__.is_some() {
                                return Err(serde::de::Error::duplicate_field("facts"));
                            }
                            facts__ = Some(
                                map_.next_value::<std::collections::HashMap<_, _>>()?
                            );
                        }
                        GeneratedField::RetryAfter => {
                            if retry_after__.is_some() {
                                return Err(serde::de::Error::duplicate_field("retryAfter"));
                            }
                            retry_after__ = map_.next_value()?;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(Failure {
                    reason: reason__.unwrap_or_default(),
                    message: message__.unwrap_or_default(),
                    fields: fields__.unwrap_or_default(),
                    facts: facts__.unwrap_or_default(),
                    retry_after: retry_after__,
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.common.v1.Failure", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for FieldViolation {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.field.is_empty() {
            len += 1;
        }
        if !self.problem.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.common.v1.FieldViolation", len)?;
        if !self.field.is_empty() {
            struct_ser.serialize_field("field", &self.field)?;
        }
        if !self.problem.is_empty() {
            struct_ser.serialize_field("problem", &self.problem)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for FieldViolation {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "field",
            "problem",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Field,
            Problem,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "field" => Ok(GeneratedField::Field),
                            "problem" => Ok(GeneratedField::Problem),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = FieldViolation;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.common.v1.FieldViolation")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<FieldViolation, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut field__ = None;
                let mut problem__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Field => {
                            if field__.is_some() {
                                return Err(serde::de::Error::duplicate_field("field"));
                            }
                            field__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Problem => {
                            if problem__.is_some() {
                                return Err(serde::de::Error::duplicate_field("problem"));
                            }
                            problem__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(FieldViolation {
                    field: field__.unwrap_or_default(),
                    problem: problem__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.common.v1.FieldViolation", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for Money {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.currency_code.is_empty() {
            len += 1;
        }
        if self.minor_units != 0 {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.common.v1.Money", len)?;
        if !self.currency_code.is_empty() {
            struct_ser.serialize_field("currencyCode", &self.currency_code)?;
        }
        if self.minor_units != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("minorUnits", ToString::to_string(&self.minor_units).as_str())?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for Money {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "currency_code",
            "currencyCode",
            "minor_units",
            "minorUnits",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            CurrencyCode,
            MinorUnits,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "currencyCode" | "currency_code" => Ok(GeneratedField::CurrencyCode),
                            "minorUnits" | "minor_units" => Ok(GeneratedField::MinorUnits),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = Money;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.common.v1.Money")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<Money, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut currency_code__ = None;
                let mut minor_units__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::CurrencyCode => {
                            if currency_code__.is_some() {
                                return Err(serde::de::Error::duplicate_field("currencyCode"));
                            }
                            currency_code__ = Some(map_.next_value()?);
                        }
                        GeneratedField::MinorUnits => {
                            if minor_units__.is_some() {
                                return Err(serde::de::Error::duplicate_field("minorUnits"));
                            }
                            minor_units__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(Money {
                    currency_code: currency_code__.unwrap_or_default(),
                    minor_units: minor_units__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.common.v1.Money", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for Reason {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        let variant = match self {
            Self::Unspecified => "REASON_UNSPECIFIED",
            Self::ProviderError => "REASON_PROVIDER_ERROR",
            Self::ProviderTimeout => "REASON_PROVIDER_TIMEOUT",
            Self::InternalError => "REASON_INTERNAL_ERROR",
            Self::Capacity => "REASON_CAPACITY",
            Self::CancelledBySystem => "REASON_CANCELLED_BY_SYSTEM",
            Self::ProhibitedPrompt => "REASON_PROHIBITED_PROMPT",
            Self::ProhibitedImage => "REASON_PROHIBITED_IMAGE",
            Self::CancelledByUser => "REASON_CANCELLED_BY_USER",
            Self::InvalidInput => "REASON_INVALID_INPUT",
            Self::InsufficientTokens => "REASON_INSUFFICIENT_TOKENS",
            Self::NotFound => "REASON_NOT_FOUND",
            Self::Conflict => "REASON_CONFLICT",
            Self::HoldNotOpen => "REASON_HOLD_NOT_OPEN",
            Self::HoldExpired => "REASON_HOLD_EXPIRED",
            Self::CaptureExceedsTerms => "REASON_CAPTURE_EXCEEDS_TERMS",
            Self::WalletFrozen => "REASON_WALLET_FROZEN",
            Self::AmountOverflow => "REASON_AMOUNT_OVERFLOW",
            Self::OrderDisputed => "REASON_ORDER_DISPUTED",
            Self::NothingToRefund => "REASON_NOTHING_TO_REFUND",
            Self::IdempotencyKeyReused => "REASON_IDEMPOTENCY_KEY_REUSED",
            Self::IdempotencyKeyMissing => "REASON_IDEMPOTENCY_KEY_MISSING",
            Self::NotApplied => "REASON_NOT_APPLIED",
            Self::DeadlinePassed => "REASON_DEADLINE_PASSED",
            Self::Overloaded => "REASON_OVERLOADED",
            Self::RateLimited => "REASON_RATE_LIMITED",
            Self::Unavailable => "REASON_UNAVAILABLE",
            Self::CardInsufficientFunds => "REASON_CARD_INSUFFICIENT_FUNDS",
            Self::CardLimitExceeded => "REASON_CARD_LIMIT_EXCEEDED",
            Self::CardDetailsWrong => "REASON_CARD_DETAILS_WRONG",
            Self::CardDeclined => "REASON_CARD_DECLINED",
            Self::ProcessorUnavailable => "REASON_PROCESSOR_UNAVAILABLE",
            Self::OrderAlreadyPaid => "REASON_ORDER_ALREADY_PAID",
            Self::PaymentInProgress => "REASON_PAYMENT_IN_PROGRESS",
            Self::WebhookSignatureInvalid => "REASON_WEBHOOK_SIGNATURE_INVALID",
            Self::CardAuthenticationRequired => "REASON_CARD_AUTHENTICATION_REQUIRED",
            Self::Unauthenticated => "REASON_UNAUTHENTICATED",
            Self::WrongCredentials => "REASON_WRONG_CREDENTIALS",
            Self::PermissionDenied => "REASON_PERMISSION_DENIED",
            Self::EmailTaken => "REASON_EMAIL_TAKEN",
            Self::WeakPassword => "REASON_WEAK_PASSWORD",
            Self::PromotionNotActive => "REASON_PROMOTION_NOT_ACTIVE",
            Self::PromotionAlreadyClaimed => "REASON_PROMOTION_ALREADY_CLAIMED",
        };
        serializer.serialize_str(variant)
    }
}
impl<'de> serde::Deserialize<'de> for Reason {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "REASON_UNSPECIFIED",
            "REASON_PROVIDER_ERROR",
            "REASON_PROVIDER_TIMEOUT",
            "REASON_INTERNAL_ERROR",
            "REASON_CAPACITY",
            "REASON_CANCELLED_BY_SYSTEM",
            "REASON_PROHIBITED_PROMPT",
            "REASON_PROHIBITED_IMAGE",
            "REASON_CANCELLED_BY_USER",
            "REASON_INVALID_INPUT",
            "REASON_INSUFFICIENT_TOKENS",
            "REASON_NOT_FOUND",
            "REASON_CONFLICT",
            "REASON_HOLD_NOT_OPEN",
            "REASON_HOLD_EXPIRED",
            "REASON_CAPTURE_EXCEEDS_TERMS",
            "REASON_WALLET_FROZEN",
            "REASON_AMOUNT_OVERFLOW",
            "REASON_ORDER_DISPUTED",
            "REASON_NOTHING_TO_REFUND",
            "REASON_IDEMPOTENCY_KEY_REUSED",
            "REASON_IDEMPOTENCY_KEY_MISSING",
            "REASON_NOT_APPLIED",
            "REASON_DEADLINE_PASSED",
            "REASON_OVERLOADED",
            "REASON_RATE_LIMITED",
            "REASON_UNAVAILABLE",
            "REASON_CARD_INSUFFICIENT_FUNDS",
            "REASON_CARD_LIMIT_EXCEEDED",
            "REASON_CARD_DETAILS_WRONG",
            "REASON_CARD_DECLINED",
            "REASON_PROCESSOR_UNAVAILABLE",
            "REASON_ORDER_ALREADY_PAID",
            "REASON_PAYMENT_IN_PROGRESS",
            "REASON_WEBHOOK_SIGNATURE_INVALID",
            "REASON_CARD_AUTHENTICATION_REQUIRED",
            "REASON_UNAUTHENTICATED",
            "REASON_WRONG_CREDENTIALS",
            "REASON_PERMISSION_DENIED",
            "REASON_EMAIL_TAKEN",
            "REASON_WEAK_PASSWORD",
            "REASON_PROMOTION_NOT_ACTIVE",
            "REASON_PROMOTION_ALREADY_CLAIMED",
        ];

        struct GeneratedVisitor;

        impl serde::de::Visitor<'_> for GeneratedVisitor {
            type Value = Reason;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(formatter, "expected one of: {:?}", &FIELDS)
            }

            fn visit_i64<E>(self, v: i64) -> std::result::Result<Self::Value, E>
            where
                E: serde::de::Error,
            {
                i32::try_from(v)
                    .ok()
                    .and_then(|x| x.try_into().ok())
                    .ok_or_else(|| {
                        serde::de::Error::invalid_value(serde::de::Unexpected::Signed(v), &self)
                    })
            }

            fn visit_u64<E>(self, v: u64) -> std::result::Result<Self::Value, E>
            where
                E: serde::de::Error,
            {
                i32::try_from(v)
                    .ok()
                    .and_then(|x| x.try_into().ok())
                    .ok_or_else(|| {
                        serde::de::Error::invalid_value(serde::de::Unexpected::Unsigned(v), &self)
                    })
            }

            fn visit_str<E>(self, value: &str) -> std::result::Result<Self::Value, E>
            where
                E: serde::de::Error,
            {
                match value {
                    "REASON_UNSPECIFIED" => Ok(Reason::Unspecified),
                    "REASON_PROVIDER_ERROR" => Ok(Reason::ProviderError),
                    "REASON_PROVIDER_TIMEOUT" => Ok(Reason::ProviderTimeout),
                    "REASON_INTERNAL_ERROR" => Ok(Reason::InternalError),
                    "REASON_CAPACITY" => Ok(Reason::Capacity),
                    "REASON_CANCELLED_BY_SYSTEM" => Ok(Reason::CancelledBySystem),
                    "REASON_PROHIBITED_PROMPT" => Ok(Reason::ProhibitedPrompt),
                    "REASON_PROHIBITED_IMAGE" => Ok(Reason::ProhibitedImage),
                    "REASON_CANCELLED_BY_USER" => Ok(Reason::CancelledByUser),
                    "REASON_INVALID_INPUT" => Ok(Reason::InvalidInput),
                    "REASON_INSUFFICIENT_TOKENS" => Ok(Reason::InsufficientTokens),
                    "REASON_NOT_FOUND" => Ok(Reason::NotFound),
                    "REASON_CONFLICT" => Ok(Reason::Conflict),
                    "REASON_HOLD_NOT_OPEN" => Ok(Reason::HoldNotOpen),
                    "REASON_HOLD_EXPIRED" => Ok(Reason::HoldExpired),
                    "REASON_CAPTURE_EXCEEDS_TERMS" => Ok(Reason::CaptureExceedsTerms),
                    "REASON_WALLET_FROZEN" => Ok(Reason::WalletFrozen),
                    "REASON_AMOUNT_OVERFLOW" => Ok(Reason::AmountOverflow),
                    "REASON_ORDER_DISPUTED" => Ok(Reason::OrderDisputed),
                    "REASON_NOTHING_TO_REFUND" => Ok(Reason::NothingToRefund),
                    "REASON_IDEMPOTENCY_KEY_REUSED" => Ok(Reason::IdempotencyKeyReused),
                    "REASON_IDEMPOTENCY_KEY_MISSING" => Ok(Reason::IdempotencyKeyMissing),
                    "REASON_NOT_APPLIED" => Ok(Reason::NotApplied),
                    "REASON_DEADLINE_PASSED" => Ok(Reason::DeadlinePassed),
                    "REASON_OVERLOADED" => Ok(Reason::Overloaded),
                    "REASON_RATE_LIMITED" => Ok(Reason::RateLimited),
                    "REASON_UNAVAILABLE" => Ok(Reason::Unavailable),
                    "REASON_CARD_INSUFFICIENT_FUNDS" => Ok(Reason::CardInsufficientFunds),
                    "REASON_CARD_LIMIT_EXCEEDED" => Ok(Reason::CardLimitExceeded),
                    "REASON_CARD_DETAILS_WRONG" => Ok(Reason::CardDetailsWrong),
                    "REASON_CARD_DECLINED" => Ok(Reason::CardDeclined),
                    "REASON_PROCESSOR_UNAVAILABLE" => Ok(Reason::ProcessorUnavailable),
                    "REASON_ORDER_ALREADY_PAID" => Ok(Reason::OrderAlreadyPaid),
                    "REASON_PAYMENT_IN_PROGRESS" => Ok(Reason::PaymentInProgress),
                    "REASON_WEBHOOK_SIGNATURE_INVALID" => Ok(Reason::WebhookSignatureInvalid),
                    "REASON_CARD_AUTHENTICATION_REQUIRED" => Ok(Reason::CardAuthenticationRequired),
                    "REASON_UNAUTHENTICATED" => Ok(Reason::Unauthenticated),
                    "REASON_WRONG_CREDENTIALS" => Ok(Reason::WrongCredentials),
                    "REASON_PERMISSION_DENIED" => Ok(Reason::PermissionDenied),
                    "REASON_EMAIL_TAKEN" => Ok(Reason::EmailTaken),
                    "REASON_WEAK_PASSWORD" => Ok(Reason::WeakPassword),
                    "REASON_PROMOTION_NOT_ACTIVE" => Ok(Reason::PromotionNotActive),
                    "REASON_PROMOTION_ALREADY_CLAIMED" => Ok(Reason::PromotionAlreadyClaimed),
                    _ => Err(serde::de::Error::unknown_variant(value, FIELDS)),
                }
            }
        }
        deserializer.deserialize_any(GeneratedVisitor)
    }
}
impl serde::Serialize for Reference {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if !self.kind.is_empty() {
            len += 1;
        }
        if !self.id.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.common.v1.Reference", len)?;
        if !self.kind.is_empty() {
            struct_ser.serialize_field("kind", &self.kind)?;
        }
        if !self.id.is_empty() {
            struct_ser.serialize_field("id", &self.id)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for Reference {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "kind",
            "id",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            Kind,
            Id,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "kind" => Ok(GeneratedField::Kind),
                            "id" => Ok(GeneratedField::Id),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = Reference;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.common.v1.Reference")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<Reference, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut kind__ = None;
                let mut id__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::Kind => {
                            if kind__.is_some() {
                                return Err(serde::de::Error::duplicate_field("kind"));
                            }
                            kind__ = Some(map_.next_value()?);
                        }
                        GeneratedField::Id => {
                            if id__.is_some() {
                                return Err(serde::de::Error::duplicate_field("id"));
                            }
                            id__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(Reference {
                    kind: kind__.unwrap_or_default(),
                    id: id__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.common.v1.Reference", FIELDS, GeneratedVisitor)
    }
}
impl serde::Serialize for SettlementTerms {
    #[allow(deprecated)]
    fn serialize<S>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error>
    where
        S: serde::Serializer,
    {
        use serde::ser::SerializeStruct;
        let mut len = 0;
        if self.on_success.is_some() {
            len += 1;
        }
        if self.on_technical_failure.is_some() {
            len += 1;
        }
        if self.on_prohibited_content.is_some() {
            len += 1;
        }
        if self.on_cancelled_by_user.is_some() {
            len += 1;
        }
        if self.over_capture_limit != 0 {
            len += 1;
        }
        if !self.policy_version.is_empty() {
            len += 1;
        }
        let mut struct_ser = serializer.serialize_struct("tokenbook.common.v1.SettlementTerms", len)?;
        if let Some(v) = self.on_success.as_ref() {
            struct_ser.serialize_field("onSuccess", v)?;
        }
        if let Some(v) = self.on_technical_failure.as_ref() {
            struct_ser.serialize_field("onTechnicalFailure", v)?;
        }
        if let Some(v) = self.on_prohibited_content.as_ref() {
            struct_ser.serialize_field("onProhibitedContent", v)?;
        }
        if let Some(v) = self.on_cancelled_by_user.as_ref() {
            struct_ser.serialize_field("onCancelledByUser", v)?;
        }
        if self.over_capture_limit != 0 {
            #[allow(clippy::needless_borrow)]
            #[allow(clippy::needless_borrows_for_generic_args)]
            struct_ser.serialize_field("overCaptureLimit", ToString::to_string(&self.over_capture_limit).as_str())?;
        }
        if !self.policy_version.is_empty() {
            struct_ser.serialize_field("policyVersion", &self.policy_version)?;
        }
        struct_ser.end()
    }
}
impl<'de> serde::Deserialize<'de> for SettlementTerms {
    #[allow(deprecated)]
    fn deserialize<D>(deserializer: D) -> std::result::Result<Self, D::Error>
    where
        D: serde::Deserializer<'de>,
    {
        const FIELDS: &[&str] = &[
            "on_success",
            "onSuccess",
            "on_technical_failure",
            "onTechnicalFailure",
            "on_prohibited_content",
            "onProhibitedContent",
            "on_cancelled_by_user",
            "onCancelledByUser",
            "over_capture_limit",
            "overCaptureLimit",
            "policy_version",
            "policyVersion",
        ];

        #[allow(clippy::enum_variant_names)]
        enum GeneratedField {
            OnSuccess,
            OnTechnicalFailure,
            OnProhibitedContent,
            OnCancelledByUser,
            OverCaptureLimit,
            PolicyVersion,
            __SkipField__,
        }
        impl<'de> serde::Deserialize<'de> for GeneratedField {
            fn deserialize<D>(deserializer: D) -> std::result::Result<GeneratedField, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                struct GeneratedVisitor;

                impl serde::de::Visitor<'_> for GeneratedVisitor {
                    type Value = GeneratedField;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(formatter, "expected one of: {:?}", &FIELDS)
                    }

                    #[allow(unused_variables)]
                    fn visit_str<E>(self, value: &str) -> std::result::Result<GeneratedField, E>
                    where
                        E: serde::de::Error,
                    {
                        match value {
                            "onSuccess" | "on_success" => Ok(GeneratedField::OnSuccess),
                            "onTechnicalFailure" | "on_technical_failure" => Ok(GeneratedField::OnTechnicalFailure),
                            "onProhibitedContent" | "on_prohibited_content" => Ok(GeneratedField::OnProhibitedContent),
                            "onCancelledByUser" | "on_cancelled_by_user" => Ok(GeneratedField::OnCancelledByUser),
                            "overCaptureLimit" | "over_capture_limit" => Ok(GeneratedField::OverCaptureLimit),
                            "policyVersion" | "policy_version" => Ok(GeneratedField::PolicyVersion),
                            _ => Ok(GeneratedField::__SkipField__),
                        }
                    }
                }
                deserializer.deserialize_identifier(GeneratedVisitor)
            }
        }
        struct GeneratedVisitor;
        impl<'de> serde::de::Visitor<'de> for GeneratedVisitor {
            type Value = SettlementTerms;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("struct tokenbook.common.v1.SettlementTerms")
            }

            fn visit_map<V>(self, mut map_: V) -> std::result::Result<SettlementTerms, V::Error>
                where
                    V: serde::de::MapAccess<'de>,
            {
                let mut on_success__ = None;
                let mut on_technical_failure__ = None;
                let mut on_prohibited_content__ = None;
                let mut on_cancelled_by_user__ = None;
                let mut over_capture_limit__ = None;
                let mut policy_version__ = None;
                while let Some(k) = map_.next_key()? {
                    match k {
                        GeneratedField::OnSuccess => {
                            if on_success__.is_some() {
                                return Err(serde::de::Error::duplicate_field("onSuccess"));
                            }
                            on_success__ = map_.next_value()?;
                        }
                        GeneratedField::OnTechnicalFailure => {
                            if on_technical_failure__.is_some() {
                                return Err(serde::de::Error::duplicate_field("onTechnicalFailure"));
                            }
                            on_technical_failure__ = map_.next_value()?;
                        }
                        GeneratedField::OnProhibitedContent => {
                            if on_prohibited_content__.is_some() {
                                return Err(serde::de::Error::duplicate_field("onProhibitedContent"));
                            }
                            on_prohibited_content__ = map_.next_value()?;
                        }
                        GeneratedField::OnCancelledByUser => {
                            if on_cancelled_by_user__.is_some() {
                                return Err(serde::de::Error::duplicate_field("onCancelledByUser"));
                            }
                            on_cancelled_by_user__ = map_.next_value()?;
                        }
                        GeneratedField::OverCaptureLimit => {
                            if over_capture_limit__.is_some() {
                                return Err(serde::de::Error::duplicate_field("overCaptureLimit"));
                            }
                            over_capture_limit__ = 
                                Some(map_.next_value::<::pbjson::private::NumberDeserialize<_>>()?.0)
                            ;
                        }
                        GeneratedField::PolicyVersion => {
                            if policy_version__.is_some() {
                                return Err(serde::de::Error::duplicate_field("policyVersion"));
                            }
                            policy_version__ = Some(map_.next_value()?);
                        }
                        GeneratedField::__SkipField__ => {
                            let _ = map_.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(SettlementTerms {
                    on_success: on_success__,
                    on_technical_failure: on_technical_failure__,
                    on_prohibited_content: on_prohibited_content__,
                    on_cancelled_by_user: on_cancelled_by_user__,
                    over_capture_limit: over_capture_limit__.unwrap_or_default(),
                    policy_version: policy_version__.unwrap_or_default(),
                })
            }
        }
        deserializer.deserialize_struct("tokenbook.common.v1.SettlementTerms", FIELDS, GeneratedVisitor)
    }
}
